package main

import (
	"encoding/json"

	"github.com/spf13/cobra"

	"github.com/yorisoi/yorisoi/lint/config"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/lint/strict"
)

// schemas are the descriptions of YAML files, by the name under which they are printed.
func schemas() map[string]func(*rule.Set, lang.Lang) strict.Schema {
	return map[string]func(*rule.Set, lang.Lang) strict.Schema{"rule": rule.Schema, "config": config.Schema}
}

func (a *app) schemaCommand() *cobra.Command {
	return &cobra.Command{
		Use:       "schema rule|config",
		Short:     a.help("schema"),
		Long:      a.help("schema-long"),
		ValidArgs: []string{"rule", "config"},
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return lang.Errorf("say-which-schema")
			}
			return choice("schema", args[0], []string{"rule", "config"})
		},
		RunE: func(_ *cobra.Command, args []string) error {
			l, err := a.linter()
			if err != nil {
				return err
			}
			enc := json.NewEncoder(a.out)
			enc.SetEscapeHTML(false)
			enc.SetIndent("", "  ")
			return enc.Encode(schemas()[args[0]](l.Set(), a.speak()))
		},
	}
}
