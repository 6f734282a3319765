package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/yorisoi/yorisoi/lint/config"
)

// manCommand writes the manual. It is for packagers and therefore not listed.
func (a *app) manCommand() *cobra.Command {
	return &cobra.Command{
		Use:    "man",
		Short:  a.help("man"),
		Hidden: true,
		Args:   noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprint(a.out, a.manual(cmd.Root()))
			return err
		},
	}
}

// manual is the manual of all commands as one page, from the same texts as their help, in the user's language.
func (a *app) manual(root *cobra.Command) string {
	var b strings.Builder
	section := func(name string) { fmt.Fprintf(&b, ".SH %s\n", roff(a.say(name))) }
	fmt.Fprintf(&b, ".TH YORISOI 1 \"\" %q\n.ad l\n", "yorisoi "+release())
	section("man-name")
	fmt.Fprintf(&b, "yorisoi \\- %s\n", roff(root.Short))
	section("man-synopsis")
	fmt.Fprintf(&b, ".B yorisoi\n.RI [ COMMAND ]\n.RI [ FLAGS ]\n.RI [ PATH ...]\n")
	section("man-description")
	paragraphs(&b, root.Long)
	section("man-commands")
	var each func(cmd *cobra.Command)
	each = func(cmd *cobra.Command) {
		if cmd.IsAvailableCommand() {
			fmt.Fprintf(&b, ".SS %s\n", roff(cmd.UseLine()))
			long := cmd.Long
			if long == "" || long == root.Long {
				long = cmd.Short
			}
			paragraphs(&b, long)
			flags(&b, cmd.LocalNonPersistentFlags())
		}
		for _, c := range cmd.Commands() {
			each(c)
		}
	}
	for _, c := range root.Commands() {
		each(c)
	}
	section("man-flags")
	flags(&b, root.PersistentFlags())
	section("man-status")
	for i, name := range []string{"man-status-clean", "man-status-findings", "man-status-trouble"} {
		fmt.Fprintf(&b, ".TP\n.B %d\n%s\n", i, roff(a.say(name)))
	}
	section("man-files")
	fmt.Fprintf(&b, ".TP\n.I %s\n%s\n", roff(config.Name), roff(a.say("man-config")))
	section("man-examples")
	fmt.Fprintf(&b, ".nf\n%s\n.fi\n", roff(root.Example))
	return b.String()
}

// paragraphs writes running text.
func paragraphs(b *strings.Builder, s string) {
	for i, p := range strings.Split(strings.TrimSpace(s), "\n\n") {
		if i > 0 {
			b.WriteString(".PP\n")
		}
		fmt.Fprintln(b, roff(p))
	}
}

// flags writes a list of flags.
func flags(b *strings.Builder, set *pflag.FlagSet) {
	set.VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" {
			return
		}
		value, usage := pflag.UnquoteUsage(f)
		name := roff("--" + f.Name)
		if f.Shorthand != "" {
			name = roff("-"+f.Shorthand) + `\fR, \fB` + name
		}
		if value != "" {
			value = ` \fI` + roff(value) + `\fR`
		}
		fmt.Fprintf(b, ".TP\n\\fB%s\\fR%s\n%s\n", name, value, roff(usage))
	})
}

// roff writes s so that troff takes no part of it for more than text.
func roff(s string) string {
	s = strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "^", `\(ha`, "~", `\(ti`, "`", `\(ga`).Replace(s)
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		if strings.HasPrefix(l, ".") || strings.HasPrefix(l, `\(aq`) {
			lines[i] = `\&` + l
		}
	}
	return strings.Join(lines, "\n")
}
