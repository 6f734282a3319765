package lint

import (
	"context"
	"strings"

	"github.com/yorisoi/yorisoi/lint/input"
	"github.com/yorisoi/yorisoi/lint/text"
)

// Check checks one file as it would be among others: it has nothing to say of a file that is ignored or holds no replies, and
// leaves out what is known. The error says what is wrong with the configuration or the rules, and then there is no result.
func (p *Project) Check(ctx context.Context, f *text.File) (*Result, error) {
	if err := p.Known([]string{f.Path}); err != nil {
		return nil, err
	}
	l, err := p.Linter(f.Path)
	if err != nil {
		return nil, err
	}
	if l.opts.Config.Ignored != nil {
		return &Result{File: f}, nil
	}
	if r := l.reader(); input.Ambiguous(f.Path) && !r.Holds(f.Path, strings.NewReader(f.Text)) {
		return &Result{File: f}, nil
	}
	res := l.Check(ctx, f)
	if path := p.baselineOf(f.Path); path != "" && res.Err == nil {
		b, err := readBaseline(path, false)
		if err != nil {
			return nil, err
		}
		b.sift([]*Result{res})
	}
	return res, nil
}
