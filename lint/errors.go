package lint

import (
	"strings"

	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/strict"
)

// unknownRule says that there is no such rule, and which is nearest.
func unknownRule(id string, known []string) error {
	if near := strict.Nearest(id, known); near != "" {
		return lang.Errorf("unknown-rule", id, lang.Say("did-you-mean", near))
	}
	return lang.Errorf("unknown-rule", id, lang.Say("known-rules", strings.Join(known, ", ")))
}
