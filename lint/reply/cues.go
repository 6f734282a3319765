package reply

import (
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/yorisoi/yorisoi/lint/frozen"
	"github.com/yorisoi/yorisoi/lint/strict"
	"github.com/yorisoi/yorisoi/lint/text"
)

// Cues tell the parts of a reply apart. They are data: rules/reply.yaml.
type Cues struct {
	Version   strict.Version `yaml:"version"`
	Field     regex          `yaml:"field"`
	FieldFrom regex          `yaml:"field-from"`
	Quote     struct {
		Prefix           regex `yaml:"prefix"`
		Name             regex `yaml:"name"`
		Below            regex `yaml:"below"`
		Attribution      regex `yaml:"attribution"`
		AttributionFirst regex `yaml:"attribution-first"`
		Block            regex `yaml:"block"`
		Answer           regex `yaml:"answer"`
	} `yaml:"quote"`
	Speaker struct {
		Line     regex `yaml:"line"`
		Customer regex `yaml:"customer"`
		Not      regex `yaml:"not"`
	} `yaml:"speaker"`
	Salutation struct {
		Line   regex `yaml:"line"`
		Inline regex `yaml:"inline"`
		Within int   `yaml:"within"`
	} `yaml:"salutation"`
	Notice           regex `yaml:"notice"`
	InquiryReference regex `yaml:"inquiry-reference"`
	Greeting         regex `yaml:"greeting"`
	GreetingWithin   int   `yaml:"greeting-within"`
	Introduction     regex `yaml:"introduction"`
	IntroductionNot  regex `yaml:"introduction-not"`
	Closing          struct {
		Formula regex `yaml:"formula"`
		Sign    regex `yaml:"sign"`
	} `yaml:"closing"`
	Signature struct {
		Rule    regex `yaml:"rule"`
		Dash    regex `yaml:"dash"`
		Contact regex `yaml:"contact"`
	} `yaml:"signature"`
	Heading struct {
		Line     regex `yaml:"line"`
		Question regex `yaml:"question"`
		Topic    regex `yaml:"topic"`
	} `yaml:"heading"`
	List  regex `yaml:"list"`
	Label regex `yaml:"label"`
	Note  regex `yaml:"note"`
	Fence regex `yaml:"fence"`
	Line  struct {
		Ended     regex `yaml:"ended"`
		Finished  regex `yaml:"finished"`
		Continues regex `yaml:"continues"`
		Short     int   `yaml:"short"`
	} `yaml:"line"`
	Sentence struct {
		End   string `yaml:"end"`
		Open  string `yaml:"open"`
		Close string `yaml:"close"`
	} `yaml:"sentence"`
	Masks []struct {
		Kind string `yaml:"kind"`
		Find regex  `yaml:"find"`
	} `yaml:"masks"`
}

// LoadCues reads cues. Errors name the place in path.
func LoadCues(path string, data []byte) (*Cues, error) {
	var c Cues
	if err := strict.Read(path, data, &c); err != nil {
		return nil, err
	}
	return &c, nil
}

// regex is one or several regular expressions, any of which may match.
type regex struct{ *frozen.Regexp }

// UnmarshalStrict reads a text or a list of texts.
func (r *regex) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	var list []strict.String
	d.Decode(n, &list)
	parts := make([]*frozen.Regexp, 0, len(list))
	for _, s := range list {
		re, err := frozen.CompileRegexp(s.Text)
		if err != nil {
			d.FailAt(s.Place, "bad-regexp", err)
			return
		}
		parts = append(parts, re)
	}
	var err error
	if r.Regexp, err = frozen.OneOf(parts); err != nil {
		d.FailAt(list[0].Place, "bad-regexp", err)
	}
}

func (r regex) in(s string) bool { return r.Regexp != nil && r.MatchString(s) }

// Addresses is the number of characters of s that belong to addresses of pages and of mail.
func (c *Cues) Addresses(s string) (n int) {
	for _, m := range c.Masks {
		if m.Kind != "url" && m.Kind != "mail" {
			continue
		}
		var rest strings.Builder
		from := 0
		for _, at := range m.Find.FindAllStringIndex(s, -1) {
			n += text.Characters(s[at[0]:at[1]])
			rest.WriteString(s[from:at[0]])
			from = at[1]
		}
		rest.WriteString(s[from:])
		s = rest.String()
	}
	return n
}
