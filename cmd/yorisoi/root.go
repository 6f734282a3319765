package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/mattn/go-isatty"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	"github.com/yorisoi/yorisoi/lint"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/lsp"
	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/lint/strict"
)

// The exit statuses.
const (
	exitClean    = 0 // nothing at or above --fail-on
	exitFindings = 1
	exitTrouble  = 2 // something could not be checked
)

// errFindings and errTrouble end a command whose output has said it all.
var (
	errFindings = errors.New("findings")
	errTrouble  = errors.New("trouble")
)

// app is what the commands share: where they read and write, and in which language.
type app struct {
	in       io.Reader
	out, err io.Writer
	lang     string
	ruleDirs []string
}

// run runs the command line and gives its exit status.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	buffered := bufio.NewWriter(stdout)
	a := &app{in: stdin, out: buffered, err: stderr, lang: langFlag(args)}
	if terminal(stdout) {
		a.out = stdout
	}
	root := a.root()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(a.out)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if ferr := buffered.Flush(); err == nil {
		err = ferr
	}
	switch {
	case err == nil:
		return exitClean
	case errors.Is(err, errFindings), errors.Is(err, lsp.ErrNoShutdown): // 1 is what the protocol asks for
		return exitFindings
	case !errors.Is(err, errTrouble):
		fmt.Fprintln(stderr, "yorisoi: "+lang.ErrorIn(err, a.speak()))
	}
	return exitTrouble
}

func (a *app) root() *cobra.Command {
	check := a.checkCommand()
	root := &cobra.Command{
		Use:           "yorisoi",
		Short:         a.help("root"),
		Version:       release(),
		Long:          check.Long,
		Example:       check.Example,
		Args:          cobra.ArbitraryArgs,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case len(args) > 0:
				return lang.Errorf("unknown-command", args[0], nearCommand(cmd, args[0]))
			case terminal(a.in) && !cmd.Flags().Changed("clipboard"):
				return cmd.Help()
			}
			return check.RunE(cmd, nil)
		},
	}
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return flagError(cmd, err) })
	root.PersistentFlags().StringVar(&a.lang, "lang", a.lang, a.flag("lang"))
	root.PersistentFlags().StringArrayVar(&a.ruleDirs, "rules", nil, a.flag("rules"))
	root.Flags().AddFlagSet(check.Flags())
	root.Flags().Bool("version", false, a.help("version"))
	root.SetVersionTemplate("yorisoi {{.Version}}\n")
	root.AddCommand(check, a.completionCommand(), a.configCommand(), a.explainCommand(), a.initCommand(), a.lspCommand(), a.manCommand(), a.newCommand(), a.rulesCommand(), a.schemaCommand(),
		a.showCommand(), a.statsCommand(), a.suppressionsCommand(), a.testCommand(), a.versionCommand(), a.whyCommand())
	a.setHelp(root)
	a.setCompletion(root)
	return root
}

func nearCommand(cmd *cobra.Command, name string) any {
	var names []string
	for _, c := range cmd.Commands() {
		names = append(names, c.Name())
	}
	if n := strict.Nearest(name, names); n != "" {
		return lang.Say("did-you-mean", n)
	}
	if _, err := os.Stat(name); err != nil {
		return lang.Say("see-commands")
	}
	return lang.Say("is-it-a-path", name)
}

// noArgs is for commands that take no arguments.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return lang.Errorf("no-arguments", cmd.CommandPath(), args[0])
	}
	return nil
}

// flagError says what is wrong with a flag, and which flag is nearest to one that does not exist.
func flagError(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var bare *pflag.ValueRequiredError
	switch {
	case errors.As(err, &bare):
		return lang.Errorf("flag-needs-value", "--"+bare.GetFlag().Name, cmd.CommandPath())
	case !errors.As(err, &unknown):
		return lang.Errorf("bad-flag", err, cmd.CommandPath())
	case unknown.GetSpecifiedShortnames() != "":
		return lang.Errorf("unknown-flag", "-"+unknown.GetSpecifiedName(), "", cmd.CommandPath())
	}
	name := unknown.GetSpecifiedName()
	var known []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
	near := any("")
	if n := strict.Nearest(name, known); n != "" {
		near = lang.Say("did-you-mean", "--"+n)
	}
	return lang.Errorf("unknown-flag", "--"+name, near, cmd.CommandPath())
}

// speak is the language of messages: the flag's, else what the locale says, else Japanese.
func (a *app) speak() lang.Lang {
	switch a.lang {
	case "ja":
		return lang.JA
	case "en":
		return lang.EN
	}
	for _, k := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		v := os.Getenv(k)
		if v == "" {
			continue
		}
		if base, _, _ := strings.Cut(v, "."); base == "C" || base == "POSIX" || strings.HasPrefix(v, "ja") {
			return lang.JA
		}
		return lang.EN
	}
	return lang.JA
}

// langFlag looks ahead for --lang, so that help speaks the language asked for.
func langFlag(args []string) string {
	for i, arg := range args {
		if v, ok := strings.CutPrefix(arg, "--lang="); ok {
			return v
		}
		if arg == "--lang" && i+1 < len(args) {
			return args[i+1]
		}
	}
	return ""
}

// help is the description of a command, flag that of a flag, in the user's language.
func (a *app) help(name string) string { return a.say("help-" + name) }
func (a *app) flag(name string) string { return a.say("flag-" + name) }

// linter is the linter for what is no file: it has the rules of the working directory, and more.
func (a *app) linter(more ...rule.Source) (*lint.Linter, error) {
	p, err := a.project(checkFlags{}, more...)
	if err != nil {
		return nil, err
	}
	return p.Linter(stdinName)
}

// checkLang says that --lang names no language yorisoi speaks.
func (a *app) checkLang() error {
	if a.lang != "" && a.lang != "ja" && a.lang != "en" {
		return lang.Errorf("bad-choice", a.lang, "--lang", "ja, en", "")
	}
	return nil
}

// terminal reports whether a stream is a terminal.
func terminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && (isatty.IsTerminal(f.Fd()) || isatty.IsCygwinTerminal(f.Fd()))
}

// width is the width of a terminal in cells, or 0 where stream is none.
func width(stream any) int {
	if !terminal(stream) {
		return 0
	}
	w, _, err := term.GetSize(int(stream.(*os.File).Fd()))
	if err != nil {
		return 80
	}
	return w
}
