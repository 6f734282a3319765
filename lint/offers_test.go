package lint_test

import (
	"context"
	"strings"
	"testing"

	"github.com/yorisoi/yorisoi/lint"
	"github.com/yorisoi/yorisoi/lint/reply"
	"github.com/yorisoi/yorisoi/lint/text"
)

// What is offered to be put in answers the finding, wherever the examples of the rules call for it.
func TestOffersAnswer(t *testing.T) {
	set := shipped(t).Set()
	made := map[string]int{}
	for _, r := range set.Rules {
		for _, ex := range r.Hits {
			l, err := lint.New(set, lint.Options{Rules: []string{r.ID}, Settings: reply.Settings{
				Channel: ex.Channel, Extent: ex.Extent, Mode: ex.Mode, Audience: ex.Audience, Inquiry: ex.Inquiry,
			}})
			if err != nil {
				t.Fatal(err)
			}
			for _, body := range []string{ex.Text.Text, strings.ReplaceAll(ex.Text.Text, "\n", "\r\n")} {
				f := text.Plain("a.txt", body)
				found := l.Check(context.Background(), f).Findings
				for i := range found {
					for _, e := range found[i].Offers {
						made[r.ID]++
						after := f.Edited(e)
						if left := l.Check(context.Background(), after).Findings; len(left) >= len(found) {
							t.Errorf("%s: with %q there is still %q in\n%s", r.ID, e.New, left[0].Message.EN, after.Text)
						}
						if strings.Contains(body, "\r\n") != strings.Contains(after.Text, "\r\n") || strings.Contains(strings.ReplaceAll(after.Text, "\r\n", ""), "\n") != strings.Contains(strings.ReplaceAll(body, "\r\n", ""), "\n") {
							t.Errorf("%s: line ends were mixed by %q", r.ID, e.New)
						}
					}
				}
			}
		}
		if made[r.ID] == 0 && r.About() == "" && (r.Kind() == "terms" || r.Kind() == "require" && len(r.Insert) > 0) {
			t.Errorf("%s offers nothing in its examples", r.ID)
		}
	}
}
