package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/yorisoi/yorisoi/lint"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/rule"
)

func (a *app) newCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "new",
		Short: a.help("new"),
		Args:  cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return lang.Errorf("new-unknown", args[0])
			}
			return cmd.Help()
		},
	}
	cmd.AddCommand(
		a.draftCommand("rule ID", "our-liability", a.help("new-rule"), a.help("new-rule-long"), func(d *lint.Draft, name string) { d.Rule = name }),
		a.draftCommand("extend NAME", "NAME", a.help("new-extend"), a.help("new-extend-long"), func(d *lint.Draft, name string) { d.Extend = name }),
	)
	return cmd
}

// draftCommand is a command that writes a rule file from hits and misses.
func (a *app) draftCommand(use, example, short, long string, set func(*lint.Draft, string)) *cobra.Command {
	var hits, misses []string
	var out string
	kind, _, _ := strings.Cut(use, " ")
	cmd := &cobra.Command{
		Use:     use,
		Short:   short,
		Long:    long,
		Example: fmt.Sprintf("yorisoi new %s %s --hit \"…\" --hit \"…\" --miss \"…\"", kind, example),
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return lang.Errorf("new-what", "yorisoi new "+use)
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			d := lint.Draft{Hits: hits, Misses: misses, Lang: a.speak(), Rules: a.ruleDirs, Load: a.set}
			set(&d, args[0])
			return a.draft(d, args[0], out)
		},
	}
	fl := cmd.Flags()
	fl.SortFlags = false
	fl.StringArrayVar(&hits, "hit", nil, a.flag("hit"))
	fl.StringArrayVar(&misses, "miss", nil, a.flag("miss"))
	fl.StringVar(&out, "out", "", a.flag("out"))
	return cmd
}

// set gives the rules of the working directory, and more.
func (a *app) set(more ...rule.Source) (*rule.Set, error) {
	l, err := a.linter(more...)
	if err != nil {
		return nil, err
	}
	return l.Set(), nil
}

// draft writes the file and says how its wordings came to be. With "-" for a file the file goes to standard output and the
// rest to standard error.
func (a *app) draft(d lint.Draft, name, out string) error {
	if len(d.Hits) == 0 || len(d.Misses) == 0 {
		return lang.Errorf("new-needs-examples")
	}
	for _, t := range append(append([]string(nil), d.Hits...), d.Misses...) {
		if strings.TrimSpace(t) == "" {
			return lang.Errorf("new-empty-example")
		}
		if !utf8.ValidString(t) {
			return lang.Errorf("new-not-utf8", strings.ToValidUTF8(t, "?"))
		}
	}
	set, err := a.set()
	if err != nil {
		return err
	}
	if d.Path, err = draftPath(out, name); err != nil {
		return err
	}
	project, err := a.project(checkFlags{})
	if err != nil {
		return err
	}
	if c, err := project.Config(stdinName); err == nil {
		d.Loaded = c.Takes(d.Path)
	}
	p, data, err := lint.Write(set, d)
	if err != nil {
		return err
	}
	if out == "-" {
		_, err = a.out.Write(data)
		fmt.Fprint(a.err, a.proposal(p, d))
		return err
	}
	if err := writeNew(d.Path, data); err != nil {
		return err
	}
	fmt.Fprint(a.out, a.proposal(p, d))
	fmt.Fprintln(a.out, lang.Say("new-written", d.Path, d.Flags()).In(a.speak()))
	return nil
}

// draftPath is where the file goes: the one named, or one of the rule's name in the folder named, or here.
func draftPath(out, name string) (string, error) {
	file := name + ".yaml"
	path := out
	if info, err := os.Stat(out); out == "" || out == "-" {
		path = file
	} else if err == nil && info.IsDir() {
		path = filepath.Join(out, file)
	}
	if out == "-" {
		return path, nil
	}
	if _, err := os.Stat(path); err == nil {
		return "", lang.Errorf("new-exists", filepath.ToSlash(path))
	}
	if _, err := os.Stat(filepath.Dir(path)); err != nil {
		return "", lang.Errorf("new-no-folder", filepath.ToSlash(filepath.Dir(path)))
	}
	return filepath.ToSlash(path), nil
}

// writeNew writes a file that must not be there.
func writeNew(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	switch {
	case errors.Is(err, fs.ErrExist):
		return lang.Errorf("new-exists", path)
	case err != nil:
		return lang.Errorf("cannot-write", err)
	}
	_, err = f.Write(data)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return lang.Errorf("cannot-write", err)
	}
	return nil
}

// proposal says which wordings were chosen and why.
func (a *app) proposal(p *rule.Proposal, d lint.Draft) string {
	l := a.speak()
	var b strings.Builder
	say := func(name string, args ...any) { fmt.Fprintln(&b, lang.Say(name, args...).In(l)) }
	for _, w := range p.Wordings {
		say("new-wording", w.Source)
		for _, m := range w.Pieces {
			say("new-piece", m)
		}
		for i, f := range w.Found {
			if f != "" {
				say("new-finds", rule.Short(f), rule.Short(d.Hits[i]))
			}
		}
	}
	if len(p.Wordings) > 1 {
		say("new-several", len(p.Wordings))
	}
	for _, x := range p.Passed {
		say("new-passed", x.Source, x.Miss)
	}
	if len(d.Hits) == 1 {
		say("new-one-hit")
	}
	if len(p.Also) == 0 {
		say("new-also-none", p.Examples)
	} else {
		say("new-also", p.Examples, len(p.Also), p.Also[0])
	}
	return b.String()
}
