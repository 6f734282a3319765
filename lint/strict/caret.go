package strict

import (
	"strings"

	"github.com/yorisoi/yorisoi/lint/text"
)

// indent is the space that puts a caret under the 1-based column (in code points) of line.
func indent(line string, column int) string {
	r := []rune(line)
	return strings.Repeat(" ", text.Width(string(r[:min(max(column-1, 0), len(r))])))
}
