package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/yorisoi/yorisoi/lint"
	"github.com/yorisoi/yorisoi/lint/config"
	"github.com/yorisoi/yorisoi/lint/lang"
)

func (a *app) initCommand() *cobra.Command {
	var print, baseline bool
	cmd := &cobra.Command{
		Use:   "init [FOLDER]",
		Short: a.help("init"),
		Long:  a.help("init-long"),
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return lang.Errorf("init-one-folder", args[1])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			folder := "."
			if len(args) > 0 {
				folder = args[0]
			}
			return a.init(cmd, folder, print, baseline)
		},
	}
	cmd.Flags().BoolVar(&baseline, "baseline", false, a.flag("init-baseline"))
	cmd.Flags().BoolVar(&print, "print", false, a.flag("init-print"))
	return cmd
}

// init writes a configuration for a folder.
func (a *app) init(cmd *cobra.Command, folder string, print, baseline bool) error {
	info, err := os.Stat(folder)
	switch {
	case err != nil:
		return lang.FileError(folder, err)
	case !info.IsDir():
		return lang.Errorf("init-no-folder", folder)
	}
	path := filepath.Join(folder, config.Name)
	if _, err := os.Lstat(path); err == nil && !print {
		return lang.Errorf("init-there", filepath.ToSlash(path))
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return lang.FileError(path, err)
	}
	p, sources, err := a.replies([]string{folder}, checkFlags{})
	if err != nil {
		return err
	}
	s, err := p.Survey(folder, sources)
	if err != nil {
		return err
	}
	extends := ""
	if c, err := p.Config(path); err == nil && c.Path != "" && !print {
		if rel, err := filepath.Rel(folder, c.Path); err == nil {
			extends = filepath.ToSlash(rel)
		}
	}
	known := ""
	if baseline {
		known = lint.BaselineName
	}
	data := s.Configuration(a.speak(), extends, known)
	if print {
		_, err := a.out.Write(data)
		return err
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		return lang.FileError(path, err)
	}
	say := func(name string, args ...any) { fmt.Fprintln(a.out, lang.Say(name, args...).In(a.speak())) }
	say("init-wrote", filepath.ToSlash(path), s.Files, s.Replies)
	return a.firstCheck(cmd, folder, baseline, say)
}

// firstCheck checks the folder under its new configuration, and says what comes next.
func (a *app) firstCheck(cmd *cobra.Command, folder string, baseline bool, say func(name string, args ...any)) error {
	p, sources, err := a.replies([]string{folder}, checkFlags{})
	if err != nil {
		return err
	}
	p.Know(lint.Baselines{Update: baseline, Off: !baseline})
	stats, trouble := lint.NewStats(), false
	p.Files(cmd.Context(), sources, func(r *lint.Result) {
		if r.Err != nil {
			trouble = true
			a.complain(r.Err)
		}
		stats.Add(r)
	})
	for _, r := range p.Recorded() {
		fmt.Fprintln(a.out, sayRecorded(r).In(a.speak()))
	}
	switch {
	case stats.Findings > 0:
		say("init-next-findings", stats.Findings, stats.Flagged, filepath.ToSlash(folder))
	default:
		say("init-next-clean", filepath.ToSlash(folder))
	}
	if trouble {
		return errTrouble
	}
	return nil
}
