package main

import (
	"fmt"

	"github.com/aymanbagabas/go-udiff"
	"github.com/spf13/cobra"

	"github.com/yorisoi/yorisoi/lint"
	"github.com/yorisoi/yorisoi/lint/lang"
)

// fix writes what has one right form, or shows what it would write. Files that cannot be written to are told and left as they
// are.
func (a *app) fix(cmd *cobra.Command, p *lint.Project, sources []lint.Source, diff bool) error {
	files, places, trouble := 0, 0, false
	var shown error
	for _, s := range sources {
		if s.Draft && !diff {
			return lang.Errorf("fix-draft", s.Path)
		}
	}
	p.Fix(cmd.Context(), sources, func(f *lint.Fixed) {
		err := f.Err
		switch {
		case err != nil || f.Count == 0:
		case diff:
			if _, werr := fmt.Fprint(a.out, udiff.Unified(f.Path, f.Path, f.Before.Text, f.After.Text)); shown == nil {
				shown = werr
			}
		default:
			err = f.Write()
		}
		if err != nil {
			trouble = true
			a.complain(err)
		} else if f.Count > 0 {
			files++
			places += f.Count
		}
	})
	switch {
	case cmd.Context().Err() != nil:
		return lang.Errorf("interrupted", files, len(sources))
	case shown != nil:
		return lang.Errorf("cannot-write", shown)
	case places > 0 && !diff:
		fmt.Fprintln(a.err, "yorisoi: "+lang.Say("fix-done", files, places).In(a.speak()))
	}
	switch {
	case trouble:
		return errTrouble
	case places > 0 && diff:
		return errFindings
	}
	return nil
}
