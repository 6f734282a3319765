package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/yorisoi/yorisoi/lint"
	"github.com/yorisoi/yorisoi/lint/changed"
	"github.com/yorisoi/yorisoi/lint/config"
	"github.com/yorisoi/yorisoi/lint/input"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/reply"
	"github.com/yorisoi/yorisoi/lint/report"
	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/lint/strict"
	"github.com/yorisoi/yorisoi/rules"
)

// checkFlags are the flags of check.
type checkFlags struct {
	reply.Settings
	format, columns, failOn, style, stdinName, inquiry, inputFormat, encoding string
	rules, disable, levels                                                    []string
	baselines                                                                 lint.Baselines
	changed                                                                   string
	clipboard, tally, fix, diff                                               bool
}

func (a *app) checkCommand() *cobra.Command {
	var f checkFlags
	cmd := &cobra.Command{
		Use:   "check [PATH...]",
		Short: a.help("check"),
		Long:  a.help("check-long"),
		Example: `pbpaste | yorisoi
yorisoi check reply.txt
yorisoi check --channel chat --inquiry customer.txt reply.txt
yorisoi check --format unix canned/`,
		RunE: func(cmd *cobra.Command, args []string) error { return a.check(cmd, args, f) },
	}
	fl := cmd.Flags()
	fl.SortFlags = false
	fl.StringVar(&f.format, "format", "text", a.flag("format"))
	a.settingFlags(fl, &f)
	a.ruleFlags(fl, &f)
	fl.BoolVar(&f.fix, "fix", false, a.flag("fix"))
	fl.BoolVar(&f.diff, "diff", false, a.flag("diff"))
	fl.StringVar(&f.changed, "changed", "", a.flag("changed"))
	a.baselineFlags(fl, &f.baselines)
	fl.StringVar(&f.failOn, "fail-on", "warning", a.flag("fail-on"))
	fl.StringVar(&f.columns, "columns", "char", a.flag("columns"))
	fl.StringVar(&f.style, "style", "auto", a.flag("style"))
	fl.StringVar(&f.stdinName, "stdin-filename", "", a.flag("stdin-filename"))
	fl.BoolVar(&f.clipboard, "clipboard", false, a.flag("clipboard"))
	return cmd
}

func (a *app) check(cmd *cobra.Command, args []string, f checkFlags) error {
	for _, c := range [][2]string{{"format", f.format}, {"columns", f.columns}, {"style", f.style}, {"fail-on", f.failOn}} {
		if err := choice("--"+c[0], c[1], choices()[c[0]]); err != nil {
			return err
		}
	}
	p, sources, paths, err := a.judged(args, f)
	if err != nil {
		return err
	}
	p.Covers(folders(args)...)
	a.ignored(p, args)
	if f.changed != "" {
		lines, err := changed.Since(cmd.Context(), ".", f.changed)
		if err != nil {
			return err
		}
		p.Only(lines)
	}
	if f.fix || f.diff {
		if err := a.fix(cmd, p, sources, f.diff); err != nil || f.diff {
			return err
		}
	}
	if err := a.know(p, paths, f.baselines); err != nil {
		return err
	}
	return a.report(cmd, p, sources, f)
}

// replies are the files that the arguments name, and the project they stand in.
func (a *app) replies(args []string, f checkFlags) (*lint.Project, []lint.Source, error) {
	p, err := a.project(f)
	if err != nil {
		return nil, nil, err
	}
	if f.clipboard {
		if len(args) > 0 {
			return nil, nil, lang.Errorf("clipboard-or-paths", args[0])
		}
		return p, []lint.Source{a.clipboard()}, nil
	}
	if args, err = a.named(args); err != nil {
		return nil, nil, err
	}
	return p, a.sources(p, args, f.stdinName), nil
}

// judged are replies to be checked, and their paths. The error names a rule that a flag names and that is known for none of them.
func (a *app) judged(args []string, f checkFlags) (p *lint.Project, sources []lint.Source, paths []string, err error) {
	if p, sources, err = a.replies(args, f); err != nil {
		return nil, nil, nil, err
	}
	for _, s := range sources {
		paths = append(paths, s.Path)
	}
	return p, sources, paths, p.Known(paths)
}

// named is what the arguments name: standard input where they name nothing and it is no terminal.
func (a *app) named(args []string) ([]string, error) {
	switch {
	case len(args) > 0:
		return args, nil
	case terminal(a.in):
		return nil, lang.Errorf("nothing-to-check")
	}
	return []string{"-"}, nil
}

// settingFlags are the flags that say how replies are to be read.
func (a *app) settingFlags(fl *pflag.FlagSet, f *checkFlags) {
	for name, v := range f.All() {
		fl.StringVar(v, name, "", a.flag(name))
	}
	fl.StringVar(&f.inquiry, "inquiry", "", a.flag("inquiry"))
	fl.StringVar(&f.inputFormat, "input-format", "", a.flag("input-format"))
	fl.StringVar(&f.encoding, "encoding", "auto", a.flag("encoding"))
}

// settings are those that the flags ask for.
func (f *checkFlags) settings() (reply.Settings, error) {
	s := f.Settings
	for name, v := range s.All() {
		if *v == "" {
			continue
		}
		if err := choice("--"+name, *v, reply.Choices()[name]); err != nil {
			return s, err
		}
	}
	if f.inquiry != "" {
		file, err := open(f.inquiry)
		if err != nil {
			return s, err
		}
		if s.Inquiry, err = input.Message(file, f.encoding); err != nil {
			return s, err
		}
	}
	return s, nil
}

// ruleFlags are the flags that choose rules.
func (a *app) ruleFlags(fl *pflag.FlagSet, f *checkFlags) {
	fl.StringArrayVar(&f.rules, "rule", nil, a.flag("rule"))
	fl.StringArrayVar(&f.disable, "disable", nil, a.flag("disable"))
	fl.StringArrayVar(&f.levels, "level", nil, a.flag("level"))
}

// project makes a project of what the flags say, with more rules besides those of files.
func (a *app) project(f checkFlags, more ...rule.Source) (*lint.Project, error) {
	opts := lint.Options{Rules: f.rules, Disable: f.disable, Tally: f.tally, Input: input.Reader{Format: f.inputFormat}}
	var err error
	if f.encoding != "auto" {
		opts.Input.Encoding = f.encoding
	}
	if err := input.CheckEncoding(f.encoding); err != nil {
		return nil, err
	}
	if err := input.CheckFormat(f.inputFormat); err != nil {
		return nil, err
	}
	if opts.Settings, err = f.settings(); err != nil {
		return nil, err
	}
	if opts.Levels, err = parseLevels(f.levels); err != nil {
		return nil, err
	}
	if err := a.checkLang(); err != nil {
		return nil, err
	}
	return lint.NewProject(config.NewLoader(rules.FS, a.ruleDirs, more...), opts), nil
}

// report checks the sources and writes what was found.
func (a *app) report(cmd *cobra.Command, project *lint.Project, sources []lint.Source, f checkFlags) error {
	failOn, _ := rule.ParseLevel(f.failOn) // "never" is no level
	fails := func(l rule.Level) bool { return f.failOn != "never" && l >= failOn }
	p, err := report.New(f.format, a.out, report.Options{
		Lang: a.speak(), Columns: report.Unit(f.columns), Width: width(a.out), Version: release(), Fails: fails,
		Full:  f.style == "full" || f.style == "auto" && terminal(a.out),
		Color: terminal(a.out) && os.Getenv("NO_COLOR") == "",
	})
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second interrupt ends at once
	trouble, found := false, false
	shown := a.progress(len(sources))
	project.Watch(func(r *lint.Result) { shown.count(r.File.Path, len(r.Items)) })
	project.Files(ctx, sources, func(r *lint.Result) {
		shown.aside(func() {
			if r.Err != nil {
				trouble = true
				a.complain(r.Err)
			}
			for i := range r.Findings {
				found = found || fails(r.Findings[i].Level)
			}
			if werr := errors.Join(p.Result(r), a.flush()); err == nil {
				err = werr
			}
		})
	})
	done := shown.stop()
	if ctx.Err() != nil {
		return lang.Errorf("interrupted", done, len(sources))
	}
	a.recorded(project)
	switch err := errors.Join(err, p.Close()); {
	case err != nil:
		return lang.Errorf("cannot-write", err)
	case trouble:
		return errTrouble
	case found:
		return errFindings
	}
	return nil
}

// flush writes out what is buffered, so that findings are read as files are done.
func (a *app) flush() error {
	if b, ok := a.out.(*bufio.Writer); ok {
		return b.Flush()
	}
	return nil
}

// complain writes an error to standard error, in the user's language.
func (a *app) complain(err error) {
	fmt.Fprintln(a.err, "yorisoi: "+lang.ErrorIn(err, a.speak()))
}

// choice reports a flag value that is none of those known.
func choice(flag, value string, known []string) error {
	for _, k := range known {
		if k == value {
			return nil
		}
	}
	near := any("")
	if n := strict.Nearest(value, known); n != "" {
		near = lang.Say("did-you-mean", n)
	}
	return lang.Errorf("bad-choice", value, flag, join(known), near)
}
