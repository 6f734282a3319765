package main

import (
	"strings"

	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/lint/text"
)

func join(list []string) string { return strings.Join(list, ", ") }

// parseLevels reads ID=LEVEL.
func parseLevels(list []string) (map[string]rule.Level, error) {
	out := map[string]rule.Level{}
	for _, s := range list {
		id, name, ok := strings.Cut(s, "=")
		if !ok {
			return nil, lang.Errorf("bad-level-flag", s)
		}
		v, known := rule.ParseLevel(name)
		if !known {
			return nil, choice("--level", name, rule.LevelNames())
		}
		out[id] = v
	}
	return out, nil
}

// pad fills s with spaces to a width in terminal cells.
func pad(s string, width int) string {
	return s + strings.Repeat(" ", max(width-text.Width(s), 0))
}

// table writes rows in columns as wide as their widest cell.
func table(rows [][]string) string {
	var width []int
	for _, r := range rows {
		for i, c := range r {
			if i >= len(width) {
				width = append(width, 0)
			}
			width[i] = max(width[i], text.Width(c))
		}
	}
	var b strings.Builder
	for _, r := range rows {
		var line strings.Builder
		for i, c := range r {
			if i > 0 {
				line.WriteString("  ")
			}
			line.WriteString(pad(c, width[i]))
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	return b.String()
}

// indent puts n spaces before every line of s.
func indent(s string, n int) string {
	lines := strings.Split(strings.TrimRight(s, "\n"), "\n")
	for i, l := range lines {
		if l != "" {
			lines[i] = strings.Repeat(" ", n) + l
		}
	}
	return strings.Join(lines, "\n")
}
