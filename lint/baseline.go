package lint

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"golang.org/x/text/unicode/norm"
	"gopkg.in/yaml.v3"

	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/lint/strict"
	"github.com/yorisoi/yorisoi/lint/text"
)

// BaselineName is what a file of known findings is called unless somebody calls it otherwise.
const BaselineName = ".yorisoi-baseline.json"

// Baselines say what is done with known findings. A baseline is a file that lists findings a team knows of and will see to one
// day: they are not reported. A finding is known by its rule and the words of its sentence, and by how often there is one such;
// the reply and the file it stands in only tell which of several is the new one. So known findings stay known when lines move,
// when text moves to another reply or file, and when lines are broken elsewhere.
type Baselines struct {
	Path   string // goes before what configurations say; empty for these
	Update bool   // write the findings of today
	Prune  bool   // drop what is no longer found
	Off    bool   // known findings are findings like others
}

// baseline is a file of known findings.
type baseline struct {
	path  string
	dir   string // absolute; paths of entries are relative to it
	file  *text.File
	known []*knownFinding
	fresh bool // there is no such file yet
}

// knownFinding is an entry of a baseline.
type knownFinding struct {
	Path     string `yaml:"path" json:"path"`
	Key      string `yaml:"key" json:"key"`
	Rule     string `yaml:"rule" json:"rule"`
	Sentence string `yaml:"sentence" json:"sentence"` // without white space
	Count    int    `yaml:"count" json:"count"`

	place strict.Place
	left  int // how many have not been found
}

// UnmarshalStrict keeps the place of the entry.
func (k *knownFinding) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	type plain knownFinding
	d.Decode(n, (*plain)(k))
	k.place = strict.Place{Line: n.Line, Column: n.Column}
	if k.Count < 1 {
		d.Fail(n, "baseline-count", k.Count)
	}
	k.left = k.Count
}

type baselineFile struct {
	Version strict.Version  `yaml:"version"`
	Known   []*knownFinding `yaml:"findings"`
}

// readBaseline reads a file of known findings. Where it is going to be written it need not exist.
func readBaseline(path string, update bool) (*baseline, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, lang.Errorf("cannot-read", path, err)
	}
	b := &baseline{path: path, dir: filepath.Dir(abs)}
	data, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && update:
		b.file, b.fresh = text.NewFile(filepath.ToSlash(path), nil), true
		return b, nil
	case errors.Is(err, fs.ErrNotExist):
		return nil, lang.Errorf("baseline-missing", path)
	case err != nil:
		return nil, lang.FileError(path, err)
	}
	b.file = text.NewFile(filepath.ToSlash(path), data)
	var f baselineFile
	if err := strict.Read(b.file.Path, data, &f); err != nil {
		return nil, err
	}
	b.known = f.Known
	return b, nil
}

// relative is how the baseline calls a file.
func (b *baseline) relative(path string) string {
	abs, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	rel, err := filepath.Rel(b.dir, abs)
	if err != nil {
		return filepath.ToSlash(abs)
	}
	return norm.NFC.String(filepath.ToSlash(rel))
}

// exists reports whether a file that the baseline speaks of is there.
func (b *baseline) exists(rel string) bool {
	_, err := os.Stat(filepath.Join(b.dir, filepath.FromSlash(rel)))
	return err == nil
}

// wording is what a finding is known by.
type wording struct{ rule, sentence string }

func wordingOf(f *rule.Finding) wording { return wording{f.Rule.ID, squeeze(f.Said)} }

// sift takes the findings out of results that are known. An entry serves a finding of the same reply first, then one of the
// same file, then one of any other: text may have moved. But as long as its own file was not looked at, it may still be there.
func (b *baseline) sift(results []*Result) {
	byWording := map[wording][]*knownFinding{}
	for _, k := range b.known {
		w := wording{k.Rule, k.Sentence}
		byWording[w] = append(byWording[w], k)
	}
	looked := b.looked(results)
	free := map[string]bool{} // whether what is left of a file may be elsewhere
	for _, k := range b.known {
		if _, ok := free[k.Path]; !ok {
			free[k.Path] = looked[k.Path] || !b.exists(k.Path)
		}
	}
	serves := []func(k *knownFinding, path, key string) bool{
		func(k *knownFinding, path, key string) bool { return k.Path == path && k.Key == key },
		func(k *knownFinding, path, _ string) bool { return k.Path == path },
		func(k *knownFinding, _, _ string) bool { return free[k.Path] },
	}
	for _, serve := range serves {
		for _, r := range results {
			path := b.relative(r.File.Path)
			r.Findings = slices.DeleteFunc(r.Findings, func(f rule.Finding) bool {
				for _, k := range byWording[wordingOf(&f)] {
					if k.left > 0 && serve(k, path, f.Item.Key) {
						k.left--
						return true
					}
				}
				return false
			})
		}
	}
}

// looked are the files that were read to the end as they lie on disk.
func (b *baseline) looked(results []*Result) map[string]bool {
	out := map[string]bool{}
	for _, r := range results {
		if r.Err == nil && !r.draft {
			out[b.relative(r.File.Path)] = true
		}
	}
	return out
}

// linters are those that the files were checked with.
func (b *baseline) linters(results []*Result) map[string]*Linter {
	out := map[string]*Linter{}
	for _, r := range results {
		if r.linter != nil {
			out[b.relative(r.File.Path)] = r.linter
		}
	}
	return out
}

// vanished are the entries that nothing was found of although it was looked for.
func (b *baseline) vanished(results []*Result) (out []*knownFinding) {
	looked, linter := b.looked(results), b.linters(results)
	for _, k := range b.known {
		l := linter[k.Path]
		if k.left > 0 && (looked[k.Path] && (l == nil || !l.switchedOff(k.Rule)) || !b.exists(k.Path)) {
			out = append(out, k)
		}
	}
	return out
}

// switchedOff reports whether a rule is there and not run.
func (l *Linter) switchedOff(id string) bool {
	_, ok := l.set.Rule(id)
	return ok && !l.runs(id)
}

// record makes the baseline say what was found: all of the files that were looked at, and of others what it said before.
func (b *baseline) record(results []*Result) {
	looked, linter := b.looked(results), b.linters(results)
	kept := slices.DeleteFunc(b.known, func(k *knownFinding) bool {
		l := linter[k.Path]
		return looked[k.Path] && (l == nil || !l.switchedOff(k.Rule)) || !b.exists(k.Path)
	})
	index := map[knownFinding]*knownFinding{}
	for _, r := range results {
		path := b.relative(r.File.Path)
		if !looked[path] {
			continue
		}
		for i := range r.Findings {
			f := &r.Findings[i]
			if !f.Rule.Judges() {
				continue
			}
			w := wordingOf(f)
			id := knownFinding{Path: path, Key: f.Item.Key, Rule: w.rule, Sentence: w.sentence}
			if index[id] == nil {
				one := id
				index[id] = &one
				kept = append(kept, &one)
			}
			index[id].Count++
			index[id].left++
		}
	}
	b.known = kept
}

// prune drops the entries that have vanished and gives how many.
func (b *baseline) prune(results []*Result) (n int) {
	for _, k := range b.vanished(results) {
		n += k.left
		k.Count -= k.left
		k.left = 0
	}
	b.known = slices.DeleteFunc(b.known, func(k *knownFinding) bool { return k.Count == 0 })
	return n
}

// write writes the baseline, an entry a line so that changes of it are easily read.
func (b *baseline) write() error {
	slices.SortFunc(b.known, func(x, y *knownFinding) int {
		return cmp.Or(cmp.Compare(x.Path, y.Path), cmp.Compare(x.Key, y.Key), cmp.Compare(x.Rule, y.Rule), cmp.Compare(x.Sentence, y.Sentence))
	})
	var out bytes.Buffer
	out.WriteString("{\"version\": 1, \"findings\": [")
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	for i, k := range b.known {
		if i > 0 {
			out.WriteString(",")
		}
		out.WriteString("\n  ")
		if err := enc.Encode(k); err != nil {
			return err
		}
		out.Truncate(out.Len() - 1) // its line end
	}
	out.WriteString("\n]}\n")
	if !b.fresh && bytes.Equal(out.Bytes(), b.file.Bytes()) {
		return nil
	}
	return replaceFile(b.path, out.Bytes())
}

func (b *baseline) total() (n int) {
	for _, k := range b.known {
		n += k.Count
	}
	return n
}

// Recorded is what became of a baseline.
type Recorded struct {
	Path           string
	Known, Dropped int // findings in it, and those that were taken out because they have vanished
}

// know lets the baselines take out of results what is known, writes them where that is asked for, and adds a result for each
// that lists what is no longer found.
func (p *Project) know(results []*Result) []*Result {
	of := map[string][]*Result{}
	var order []string
	for _, r := range results {
		path := p.baselineOf(r.File.Path)
		if path == "" {
			continue
		}
		if of[path] == nil {
			order = append(order, path)
		}
		of[path] = append(of[path], r)
	}
	slices.Sort(order)
	for _, path := range order {
		b, err := readBaseline(path, p.baselines.Update)
		if err != nil {
			results = append(results, failed(path, err))
			continue
		}
		own := of[path]
		if p.baselines.Update {
			b.record(own)
		}
		b.sift(own)
		dropped := 0
		if p.baselines.Prune {
			dropped = b.prune(own)
		}
		if p.baselines.Update || p.baselines.Prune {
			if err := b.write(); err != nil {
				results = append(results, failed(path, err))
				continue
			}
			p.recorded = append(p.recorded, Recorded{path, b.total(), dropped})
			continue
		}
		res := &Result{File: b.file}
		for _, k := range b.vanished(own) {
			for _, r := range own {
				if r.linter != nil {
					res.Findings = append(res.Findings, r.linter.keep(rule.Baseline, b.file, entrySpan(b.file, k.place), map[string]string{
						"name": k.Rule, "count": strconv.Itoa(k.left), "path": fmt.Sprint(k.Path, k.Key), "sentence": k.Sentence,
					})...)
					break
				}
			}
		}
		if len(res.Findings) > 0 {
			Sort(res.Findings)
			results = append(results, res)
		}
	}
	return results
}

// baselineOf is the baseline for the file at path, or empty.
func (p *Project) baselineOf(path string) string {
	if p.baselines.Off || p.baselines.Path != "" {
		return p.baselines.Path
	}
	if c, err := p.loader.For(path); err == nil {
		return c.Baseline()
	}
	return ""
}
