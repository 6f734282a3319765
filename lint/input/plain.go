package input

import (
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/yorisoi/yorisoi/lint/strict"
	"github.com/yorisoi/yorisoi/lint/text"
)

const fence = "---"

// readPlain reads a text as one reply, behind its front matter if it has one.
func readPlain(rd *reading) {
	meta, start, err := ownFrontMatter(rd.file, false)
	if err != nil {
		rd.fail(err)
		return
	}
	rd.whole(rd.file.Text[start:], text.Identity(start, len(rd.file.Text)-start), meta)
}

// ownFrontMatter is what the front matter of f says, and where the text behind it begins. In Markdown other programs have their
// keys there, too.
func ownFrontMatter(f *text.File, markdown bool) (meta Meta, start int, err error) {
	block, body, ok := frontMatter(f)
	if !ok {
		return meta, 0, nil
	}
	// A blank line in place of what stands before keeps the line numbers of errors right.
	if !markdown {
		return meta, body, strict.Read(f.Path, []byte("\n"+block), &meta)
	}
	d, docs := strict.Documents(f.Path, []byte("\n"+block))
	if len(docs) == 1 && docs[0].Kind == yaml.MappingNode {
		top := *docs[0]
		top.Content = nil
		for i := 0; i+1 < len(docs[0].Content); i += 2 {
			switch key, value := docs[0].Content[i], docs[0].Content[i+1]; key.Value {
			case "yorisoi":
				d.Decode(value, &meta)
			case "id", "title", "channel", "extent", "mode", "audience", "inquiry", "expect", "near", "note":
				top.Content = append(top.Content, key, value)
			default:
				if near := strict.Nearest(key.Value, []string{"channel", "extent", "audience", "inquiry", "expect"}); near != "" && len(key.Value) >= len(near)-1 {
					d.Unknown(key, key.Value, []string{near})
				}
			}
		}
		d.Decode(&top, &meta)
	}
	return meta, body, d.Err()
}

// frontMatter finds a block of YAML between two lines of "---" at the top of f, and where the text behind it begins.
// A rule line at the top of a letter is no front matter: the block must look like "name: value".
func frontMatter(f *text.File) (yaml string, body int, ok bool) {
	first, _ := f.Line(1)
	if strings.TrimRight(first, " ") != fence {
		return "", 0, false
	}
	_, top := f.Line(2)
	for n := 2; n <= f.Lines(); n++ {
		line, span := f.Line(n)
		if strings.TrimRight(line, " ") == fence {
			yaml = f.Text[top.Start:span.Start]
			_, next := f.Line(n + 1)
			return yaml, next.Start, looksLikeKeys(yaml)
		}
	}
	return "", 0, false
}

func looksLikeKeys(yaml string) bool {
	for line := range strings.Lines(yaml) {
		key, _, ok := strings.Cut(line, ":")
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		return ok && key != "" && !strings.ContainsFunc(key, func(r rune) bool { return r > 0x7f || r == ' ' })
	}
	return false
}
