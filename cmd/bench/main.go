// Command bench measures yorisoi as people run it, whole processes from start to exit, beside other tools that are installed,
// and writes the table into the READMEs. It is not released. Run it from the top of the repository:
//
//	go run ./cmd/bench                                    # prints the table
//	go run ./cmd/bench -w                                 # writes it into README.md and README.ja.md
//	go run ./cmd/bench -textlint DIR -vale FILE -mecab FILE
//
// textlint needs a folder in which "npm i textlint textlint-rule-no-doubled-joshi" was run. Vale is given the twelve rules of
// testdata/bench. What is measured stands in the table of rows below. The texts are the labelled replies of this repository,
// those that nobody looks at left out.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/ikawaha/kagome-dict/ipa"
	"github.com/ikawaha/kagome/v2/tokenizer"
	"gopkg.in/yaml.v3"

	"github.com/yorisoi/yorisoi/lint"
	"github.com/yorisoi/yorisoi/lint/input"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/lint/text"
	"github.com/yorisoi/yorisoi/rules"
)

const data = "testdata/bench"

type bench struct {
	dir                   string // of the texts and programs that are made for the run
	textlint, vale, mecab string
	runs                  int
	texts                 []string // replies
	kagome                *tokenizer.Tokenizer
	say                   map[string]lang.Text
	rows                  [2][]string // of the table, Japanese and English
}

func main() {
	b := &bench{}
	ischild := flag.Bool("child", false, "used by the program itself")
	write := flag.Bool("w", false, "write the table into the READMEs")
	flag.IntVar(&b.runs, "n", 15, "runs of each command")
	flag.StringVar(&b.textlint, "textlint", "", "folder where textlint is installed")
	flag.StringVar(&b.vale, "vale", look("vale"), "Vale")
	flag.StringVar(&b.mecab, "mecab", look("mecab"), "MeCab")
	flag.Parse()
	work := func() error { return b.run(*write) }
	if *ischild {
		work = child
	}
	if err := work(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func look(name string) string {
	path, _ := exec.LookPath(name)
	return path
}

func (b *bench) run(write bool) error {
	var err error
	if b.dir, err = os.MkdirTemp("", "bench"); err != nil {
		return err
	}
	defer os.RemoveAll(b.dir)
	for _, step := range []func() error{b.prepare, b.draft, b.many, b.large, b.again, b.growth, b.binary} {
		if err := step(); err != nil {
			return err
		}
	}
	for i, l := range []lang.Lang{lang.JA, lang.EN} {
		head := strings.Split(b.say["head"].In(l), " | ")
		table := "| " + strings.Join(head, " | ") + " |\n|" + strings.Repeat("---|", len(head)) + "\n" + strings.Join(b.rows[i], "\n") + "\n\n" + b.when(l) + "\n"
		fmt.Println(table)
		if !write {
			continue
		}
		path := []string{"README.ja.md", "README.md"}[i]
		readme, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		re := regexp.MustCompile(`(?s)(<!-- begin speed -->\n).*(<!-- end speed -->)`)
		if !re.Match(readme) {
			return fmt.Errorf("%s has no place for the table", path)
		}
		m := re.FindSubmatch(readme)
		if err := os.WriteFile(path, bytes.Replace(readme, m[0], slices.Concat(m[1], []byte(table), m[2]), 1), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// row adds a row: what was measured, with its size, the result, the target, and the results of the other tools.
func (b *bench) row(name, size string, cells ...string) {
	for len(cells) < 6 {
		cells = append(cells, "")
	}
	for i, l := range []lang.Lang{lang.JA, lang.EN} {
		b.rows[i] = append(b.rows[i], "| "+strings.ReplaceAll(b.say[name].In(l), "{0}", size)+" | "+strings.Join(cells, " | ")+" |")
	}
	fmt.Fprintln(os.Stderr, name, cells)
}

// prepare builds the program and gathers the texts.
func (b *bench) prepare() error {
	f, err := os.ReadFile(filepath.Join(data, "rows.yaml"))
	if err != nil {
		return err
	}
	if err := yaml.Unmarshal(f, &b.say); err != nil {
		return err
	}
	build := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", b.path("yorisoi"), "./cmd/yorisoi")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	seen, err := filepath.Glob("testdata/replies/seen/*.yaml")
	if err != nil {
		return err
	}
	for _, p := range seen {
		raw, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		items, err := input.Read(text.NewFile(p, raw))
		if err != nil {
			return err
		}
		for _, it := range items {
			b.texts = append(b.texts, strings.TrimSpace(it.Text)+"\n")
		}
	}
	b.kagome, err = tokenizer.New(ipa.Dict(), tokenizer.OmitBosEos())
	return err
}

func (b *bench) path(name string) string { return filepath.Join(b.dir, name) }

// sized is text of about so many bytes: the replies one after the other.
func (b *bench) sized(n int) string {
	var s strings.Builder
	for i := 0; s.Len() < n; i++ {
		s.WriteString(b.texts[i%len(b.texts)] + "\n")
	}
	return s.String()
}

func (b *bench) write(name, s string) (string, error) {
	p := b.path(name)
	if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
		return "", err
	}
	return p, os.WriteFile(p, []byte(s), 0o644)
}

// usage is what one run of a program took.
type usage struct {
	Wall time.Duration
	Peak int64 // KiB
}

// measure runs commands in turn, in a process of its own, and gives the medians of each. A command that is nil was not asked
// for.
func (b *bench) measure(runs int, commands ...[]string) ([]usage, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	in, err := json.Marshal(job{runs, commands})
	if err != nil {
		return nil, err
	}
	child := exec.Command(self, "-child")
	child.Stdin, child.Stderr = bytes.NewReader(in), os.Stderr
	result, err := child.Output()
	if err != nil {
		return nil, err
	}
	var out []usage
	return out, json.Unmarshal(result, &out)
}

// job is what a child is asked to measure. A process begins with the memory of the one that starts it, so that this must be
// a small one.
type job struct {
	Runs     int
	Commands [][]string
}

func child() error {
	var j job
	if err := json.NewDecoder(os.Stdin).Decode(&j); err != nil {
		return err
	}
	us, err := inTurn(j.Runs, j.Commands)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(us)
}

// inTurn runs commands in turn and gives the medians of each.
func inTurn(runs int, commands [][]string) ([]usage, error) {
	all := make([][]usage, len(commands))
	for i := range runs + 1 {
		for k, args := range commands {
			if args == nil {
				continue
			}
			cmd := exec.Command(args[0], args[1:]...)
			cmd.Stdout, cmd.Stderr = io.Discard, io.Discard
			start := time.Now()
			err := cmd.Run()
			u := usage{Wall: time.Since(start)}
			if err != nil && cmd.ProcessState == nil || cmd.ProcessState.ExitCode() > 1 {
				return nil, fmt.Errorf("%v: %w", args, err)
			}
			if r, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
				u.Peak = r.Maxrss
			}
			if i > 0 { // the first warms up
				all[k] = append(all[k], u)
			}
		}
	}
	out := make([]usage, len(commands))
	for k, us := range all {
		if len(us) > 0 {
			out[k].Wall = median(us, func(u usage) time.Duration { return u.Wall })
			out[k].Peak = median(us, func(u usage) int64 { return u.Peak })
		}
	}
	return out, nil
}

func median[T any, V int64 | time.Duration](list []T, value func(T) V) V {
	vs := make([]V, len(list))
	for i, x := range list {
		vs[i] = value(x)
	}
	slices.Sort(vs)
	return vs[len(vs)/2]
}

func (u usage) String() string {
	if u.Wall == 0 {
		return ""
	}
	return fmt.Sprintf("%s, %d MiB", duration(u.Wall), u.Peak>>10)
}

func duration(d time.Duration) string {
	switch {
	case d < 10*time.Millisecond:
		return fmt.Sprintf("%.1f ms", d.Seconds()*1e3)
	case d < time.Second:
		return fmt.Sprintf("%.0f ms", d.Seconds()*1e3)
	}
	return fmt.Sprintf("%.2f s", d.Seconds())
}

// alone is the time that kagome by itself takes to tokenize texts line by line, its dictionary loaded.
func (b *bench) alone(texts ...string) time.Duration {
	var took []time.Duration
	for range max(3, b.runs/3) {
		start := time.Now()
		for _, t := range texts {
			for line := range strings.Lines(t) {
				b.kagome.Tokenize(line)
			}
		}
		took = append(took, time.Since(start))
	}
	return median(took, func(d time.Duration) time.Duration { return d })
}

func (b *bench) withTextlint(paths ...string) []string {
	if b.textlint == "" {
		return nil
	}
	return append([]string{filepath.Join(b.textlint, "node_modules/.bin/textlint"), "--config", filepath.Join(b.textlint, ".textlintrc.json"), "--rules-base-directory", filepath.Join(b.textlint, "node_modules")}, paths...)
}

func (b *bench) withVale(paths ...string) []string {
	if b.vale == "" {
		return nil
	}
	ini, _ := filepath.Abs(filepath.Join(data, "vale.ini"))
	return append([]string{b.vale, "--config", ini, "--no-exit", "--output", "line"}, paths...)
}

func (b *bench) withMecab(paths ...string) []string {
	if b.mecab == "" {
		return nil
	}
	return append([]string{b.mecab}, paths...)
}

func (b *bench) draft() error {
	p, err := b.write("draft.txt", cutTo(b.sized(1200), 1200))
	if err != nil {
		return err
	}
	us, err := b.measure(b.runs, []string{b.path("yorisoi"), "check", p}, b.withTextlint(p), b.withVale(p), b.withMecab(p))
	if err != nil {
		return err
	}
	b.row("draft", "1.2 KB", us[0].String(), "12 ms, 30 MiB", us[1].String(), us[2].String(), "", us[3].String())
	team, err := b.write("team.yaml", b.team(150))
	if err != nil {
		return err
	}
	us, err = b.measure(b.runs, []string{b.path("yorisoi"), "check", "--rules", team, p})
	if err != nil {
		return err
	}
	b.row("team", "", us[0].String(), "30 ms")
	return nil
}

// cutTo is the beginning of s, up to a character that begins at n bytes or before.
func cutTo(s string, n int) string {
	for n < len(s) && s[n]&0xc0 == 0x80 {
		n--
	}
	return s[:min(n, len(s))]
}

// team is a file with n rules, each with a wording or two taken from the replies.
func (b *bench) team(n int) string {
	var s strings.Builder
	word := regexp.MustCompile(`[\p{Han}\p{Katakana}]{2,6}`)
	var words []string
	for _, t := range b.texts {
		for _, w := range word.FindAllString(t, -1) {
			if !slices.Contains(words, w) {
				words = append(words, w)
			}
		}
		if len(words) > 2*n {
			break
		}
	}
	for i := range n {
		a, z := words[2*i%len(words)], words[(2*i+1)%len(words)]
		fmt.Fprintf(&s, "---\nrule: team-%d\ntitle: {ja: %s}\nmessage: {ja: '{match}'}\nfind:\n  - %s\n  - '%s \u2026 %s'\nexamples: {hit: [%s], miss: [a]}\n", i, a, z, a, z, z)
	}
	return s.String()
}

func (b *bench) many() error {
	size := 0
	dir := b.path("many")
	var texts []string
	for i := range 1000 {
		t := ""
		for k := i; len(t) < 900; k += 7 {
			t += b.texts[k%len(b.texts)] + "\n"
		}
		t = cutTo(t, 1400)
		size += len(t)
		texts = append(texts, t)
		if _, err := b.write(fmt.Sprintf("many/%04d.txt", i), t); err != nil {
			return err
		}
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil {
		return err
	}
	us, err := b.measure(max(3, b.runs/3), []string{b.path("yorisoi"), "check", "--fail-on", "never", dir}, b.withTextlint(files...), b.withVale(dir), b.withMecab(files...))
	if err != nil {
		return err
	}
	k := b.alone(texts...)
	b.row("many", megabytes(size), us[0].String(), "1/25 textlint; Vale; 0.9 kagome", us[1].String(), us[2].String(), duration(k), us[3].String())
	return nil
}

func megabytes(n int) string { return fmt.Sprintf("%.1f MB", float64(n)/1e6) }

func (b *bench) large() error {
	t := b.sized(2_500_000)
	p, err := b.write("large.txt", t)
	if err != nil {
		return err
	}
	us, err := b.measure(max(3, b.runs/3), []string{b.path("yorisoi"), "check", "--fail-on", "never", p}, b.withMecab(p))
	if err != nil {
		return err
	}
	b.row("large", megabytes(len(t)), us[0].String(), "0.6 kagome, 60 MiB", "", "", duration(b.alone(t)), us[1].String())
	return nil
}

// linter is one with the shipped rules and some more.
func linter(more ...rule.Source) (*lint.Linter, error) {
	set, err := rule.Load(rules.FS, more...)
	if err != nil {
		return nil, err
	}
	return lint.New(set, lint.Options{})
}

// again measures what an editor pays, in one process: the text checked anew after a character was typed.
func (b *bench) again() error {
	l, err := linter()
	if err != nil {
		return err
	}
	for _, c := range []struct {
		size, runs int
		target     string
	}{{1200, 400, "5 ms"}, {62_000, 100, "50 ms"}} {
		t := cutTo(b.sized(c.size), c.size)
		var took []time.Duration
		for i := range c.runs {
			f := text.NewFile("draft.txt", []byte(t+strings.Repeat(".", i%3)))
			start := time.Now()
			l.Check(context.Background(), f)
			took = append(took, time.Since(start))
		}
		slices.Sort(took)
		p99 := took[int(math.Ceil(0.99*float64(len(took))))-1]
		b.row("again", fmt.Sprintf("%.1f KB", float64(c.size)/1000), fmt.Sprintf("%s (p50 %s)", duration(p99), duration(took[len(took)/2])), c.target)
	}
	return nil
}

// growth measures how the time grows with the text and with the rules.
func (b *bench) growth() error {
	var took []usage
	var commands [][]string
	for _, n := range []int{62_000, 8 * 62_000} {
		p, err := b.write(fmt.Sprintf("size-%d.txt", n), b.sized(n))
		if err != nil {
			return err
		}
		commands = append(commands, []string{b.path("yorisoi"), "check", "--fail-on", "never", p})
	}
	took, err := b.measure(max(3, b.runs/2), commands...)
	if err != nil {
		return err
	}
	b.row("growth", "", fmt.Sprintf("%.1f", took[1].Wall.Seconds()/took[0].Wall.Seconds()), "9")
	var linters [2]*lint.Linter
	for i, n := range []int{60, 600} {
		if linters[i], err = linter(rule.Source{Path: "team.yaml", Data: []byte(b.team(n))}); err != nil {
			return err
		}
	}
	f := text.NewFile("text.txt", []byte(b.sized(62_000)))
	var times [2][]time.Duration
	for range 2 * b.runs {
		for i, l := range linters {
			start := time.Now()
			l.Check(context.Background(), f)
			times[i] = append(times[i], time.Since(start))
		}
	}
	same := func(d time.Duration) time.Duration { return d }
	b.row("rules", "", fmt.Sprintf("%.1f", median(times[1], same).Seconds()/median(times[0], same).Seconds()), "2")
	return nil
}

func (b *bench) binary() error {
	info, err := os.Stat(b.path("yorisoi"))
	if err != nil {
		return err
	}
	b.row("binary", "", megabytes(int(info.Size())), "24 MB")
	return nil
}

// when says when, where and with which versions the table was measured.
func (b *bench) when(l lang.Lang) string {
	var others []string
	version := func(name string, args []string) {
		if args == nil {
			return
		}
		if out, err := exec.Command(args[0], "--version").Output(); err == nil {
			v := strings.TrimSpace(strings.SplitN(string(out), "\n", 2)[0])
			others = append(others, name+" "+strings.TrimSpace(regexp.MustCompile(`[vV]?[0-9]+(\.[0-9]+)+`).FindString(v)))
		}
	}
	version("textlint", b.withTextlint())
	version("Vale", b.withVale())
	version("MeCab", b.withMecab())
	others = append(others, "kagome v2 (IPADIC)")
	s := b.say["when"].In(l)
	for i, v := range []string{time.Now().UTC().Format(time.DateOnly), processor(), fmt.Sprint(runtime.NumCPU()), runtime.Version(), fmt.Sprint(b.runs), strings.Join(others, ", ")} {
		s = strings.ReplaceAll(s, fmt.Sprintf("{%d}", i), v)
	}
	return s
}

func processor() string {
	b, _ := os.ReadFile("/proc/cpuinfo")
	if m := regexp.MustCompile(`model name\s*:\s*(.+)`).FindSubmatch(b); m != nil {
		return string(m[1])
	}
	return runtime.GOOS + "/" + runtime.GOARCH
}
