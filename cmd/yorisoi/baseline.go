package main

import (
	"fmt"

	"github.com/spf13/pflag"

	"github.com/yorisoi/yorisoi/lint"
	"github.com/yorisoi/yorisoi/lint/lang"
)

// baselineFlags are the flags about known findings.
func (a *app) baselineFlags(fl *pflag.FlagSet, b *lint.Baselines) {
	fl.StringVar(&b.Path, "baseline", "", a.flag("baseline"))
	fl.BoolVar(&b.Update, "update-baseline", false, a.flag("update-baseline"))
	fl.BoolVar(&b.Prune, "prune-baseline", false, a.flag("prune-baseline"))
}

// know tells the project what is done with known findings. The error says that no baseline is named for a file.
func (a *app) know(p *lint.Project, paths []string, b lint.Baselines) error {
	p.Know(b)
	if !b.Update && !b.Prune || b.Path != "" {
		return nil
	}
	for _, path := range paths {
		if c, err := p.Config(path); err == nil && c.Baseline() == "" {
			return lang.Errorf("baseline-which", path, lint.BaselineName)
		}
	}
	return nil
}

// recorded says, beside the report, what was written.
func (a *app) recorded(p *lint.Project) {
	for _, r := range p.Recorded() {
		fmt.Fprintln(a.err, "yorisoi: "+sayRecorded(r).In(a.speak()))
	}
}

func sayRecorded(r lint.Recorded) lang.Message {
	if r.Dropped > 0 {
		return lang.Say("baseline-pruned", r.Path, r.Known, r.Dropped)
	}
	return lang.Say("baseline-recorded", r.Path, r.Known)
}
