package main

import (
	"github.com/spf13/cobra"

	"github.com/yorisoi/yorisoi/lint"
	"github.com/yorisoi/yorisoi/lint/config"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/lsp"
	"github.com/yorisoi/yorisoi/rules"
)

func (a *app) lspCommand() *cobra.Command {
	var f checkFlags
	var encoding string
	cmd := &cobra.Command{
		Use:   "lsp",
		Short: a.help("lsp"),
		Long:  a.help("lsp-long"),
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if encoding != "" {
				if err := choice("--position-encoding", encoding, lsp.Encodings()); err != nil {
					return err
				}
			}
			if err := a.checkLang(); err != nil {
				return err
			}
			opts := lint.Options{Rules: f.rules, Disable: f.disable}
			var err error
			if opts.Settings, err = f.settings(); err != nil {
				return err
			}
			if opts.Levels, err = parseLevels(f.levels); err != nil {
				return err
			}
			return lsp.Serve(cmd.Context(), a.in, a.out, lsp.Options{
				Loader: config.NewLoader(rules.FS, a.ruleDirs), Rules: rules.FS, Lint: opts, Lang: lang.Lang(a.lang), Default: a.speak(), Encoding: encoding, Version: version,
			})
		},
	}
	fl := cmd.Flags()
	fl.SortFlags = false
	fl.StringVar(&encoding, "position-encoding", "", a.flag("position-encoding"))
	a.settingFlags(fl, &f)
	a.ruleFlags(fl, &f)
	// Clients say how they talk, in ways that make no difference here.
	fl.Bool("stdio", true, "")
	fl.String("clientProcessId", "", "")
	_ = fl.MarkHidden("stdio")
	_ = fl.MarkHidden("clientProcessId")
	return cmd
}
