package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/yorisoi/yorisoi/lint"
	"github.com/yorisoi/yorisoi/lint/clause"
	"github.com/yorisoi/yorisoi/lint/config"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/rules"
)

// The guide to the rule language says only what is so. Its files are written into a folder of each section's own, its commands
// are run there, and what they print stands below them. A file that is shown whole must be right: it loads together with the
// shipped rules and its examples come out as they say. "`name:3`:" above a block replaces line 3 of a file, to show a mistake.
// The section before the first example holds the files that all have.
func TestGuide(t *testing.T) {
	set, err := rule.Load(rules.FS)
	if err != nil {
		t.Fatal(err)
	}
	schemas := map[bool]*jsonschema.Schema{false: schema(t, "rule"), true: schema(t, "config")}
	folder, err := filepath.Abs("../../rules")
	if err != nil {
		t.Fatal(err)
	}
	for path, l := range map[string]lang.Lang{"README.md": lang.EN, "README.ja.md": lang.JA} {
		path := filepath.Join(folder, path)
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		g := &guide{t: t, l: l, path: filepath.Base(path), schemas: schemas}
		text := g.run(strings.SplitAfter(string(data), "\n"))
		if g.commands < 20 || g.whole < 12 {
			t.Errorf("%s: only %d commands and %d files were found", g.path, g.commands, g.whole)
		}
		symbols(t, g.path, text)
		kinds(t, g.path, text)
		for _, part := range []struct {
			name string
			make func(*testing.T, *rule.Set, lang.Lang) string
		}{{"tests", guideTests}, {"slots", guideSlots}, {"keys", guideKeys}, {"names", guideNames}} {
			re := regexp.MustCompile(`(?s)(<!-- begin ` + part.name + ` -->\n).*(<!-- end ` + part.name + ` -->)`)
			if !re.MatchString(text) {
				t.Fatalf("%s has no place for %s", g.path, part.name)
			}
			text = re.ReplaceAllStringFunc(text, func(old string) string {
				m := re.FindStringSubmatch(old)
				return m[1] + part.make(t, set, l) + m[2]
			})
		}
		switch {
		case text == string(data):
		case *update:
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		default:
			t.Errorf("rules/%s is out of date; go test ./cmd/yorisoi -update writes it", g.path)
		}
	}
}

type guide struct {
	t       *testing.T
	l       lang.Lang
	path    string
	schemas map[bool]*jsonschema.Schema // of rule files, of configurations

	shared          map[string]string
	commands, whole int
}

var (
	heading  = regexp.MustCompile(`^## ([0-9]+\.)?`)
	captions = regexp.MustCompile("`([^`\\s]+?)(?::([0-9]+))?`(:|：)$")
)

// run runs the page and gives it with what its commands print now.
func (g *guide) run(lines []string) string {
	var out strings.Builder
	g.shared = map[string]string{}
	caption := []string(nil)
	numbered := false
	g.enter()
	for i := 0; i < len(lines); i++ {
		line := strings.TrimRight(lines[i], "\n")
		if m := heading.FindStringSubmatch(line); m != nil {
			numbered = m[1] != ""
			g.enter()
		}
		out.WriteString(lines[i])
		if m := captions.FindStringSubmatch(line); m != nil {
			caption = m
		} else if line != "" && !strings.HasPrefix(line, "```") {
			caption = nil
		}
		if !strings.HasPrefix(line, "```") || line == "```" {
			continue
		}
		end := i + 1 + slices.IndexFunc(lines[i+1:], func(s string) bool { return s == "```\n" })
		if end == i {
			g.t.Fatalf("%s:%d: the block does not end", g.path, i+1)
		}
		block := strings.Join(lines[i+1:end], "")
		switch {
		case line == "```console":
			block = g.console(block)
		case caption == nil:
			g.t.Errorf("%s:%d: no `name`: stands above the block", g.path, i+1)
		case caption[2] != "":
			g.replace(caption[1], caption[2], block)
		default:
			g.write(caption[1], block)
			if !numbered {
				g.shared[caption[1]] = block
			}
			g.right(i+1, caption[1], block)
		}
		out.WriteString(block + "```\n")
		i, caption = end, nil
	}
	return out.String()
}

// enter begins with a new folder, which holds what the reader has made first.
func (g *guide) enter() {
	g.t.Chdir(g.t.TempDir())
	if err := os.Mkdir("team", 0o777); err != nil {
		g.t.Fatal(err)
	}
	for name, text := range g.shared {
		g.write(name, text)
	}
}

func (g *guide) write(name, text string) {
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		g.t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		g.t.Fatal(err)
	}
}

// right checks a file that is shown whole, together with the others of its section.
func (g *guide) right(line int, name, text string) {
	if filepath.Ext(name) != ".yaml" {
		return
	}
	g.whole++
	if err := valid(g.t, g.schemas[filepath.Base(name) == config.Name], []byte(text)); err != nil {
		g.t.Errorf("%s:%d: %s is not as the schema says: %v", g.path, line, name, err)
	}
	var said bytes.Buffer
	if run(g.t.Context(), []string{"test", "--lang", string(g.l)}, nil, &said, &said) != exitClean {
		g.t.Errorf("%s:%d: %s", g.path, line, said.String())
	}
}

// replace puts other text for a line of a file, which must be another.
func (g *guide) replace(name, number, text string) {
	data, err := os.ReadFile(name)
	if err != nil {
		g.t.Fatal(err)
	}
	lines := strings.SplitAfter(string(data), "\n")
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || n > len(lines) || lines[n-1] == text {
		g.t.Fatalf("%s: %s has no line %s other than %q", g.path, name, number, text)
	}
	lines[n-1] = text
	g.write(name, strings.Join(lines, ""))
}

// console runs the commands of a block and puts what they print below them.
func (g *guide) console(block string) string {
	var out strings.Builder
	command := ""
	for line := range strings.Lines(block) {
		switch {
		case strings.HasPrefix(line, "$ "):
			command = line[2:]
		case strings.HasSuffix(command, "\\\n"):
			command += line
		default:
			continue
		}
		out.WriteString(line)
		if strings.HasSuffix(command, "\\\n") {
			continue
		}
		args := strings.Fields(strings.ReplaceAll(command, "\\\n", " "))
		if args[0] != "yorisoi" {
			g.t.Fatalf("%s: cannot run %s", g.path, command)
		}
		args = append(args[1:], "--lang", string(g.l))
		if args[0] == "check" {
			args = append(args, "--style", "full")
		}
		g.commands++
		var said bytes.Buffer
		run(g.t.Context(), args, nil, &said, &said)
		text := strings.TrimRight(said.String(), "\n")
		if text == "" {
			text = map[lang.Lang]string{lang.JA: "（何も表示されません）", lang.EN: "(prints nothing)"}[g.l]
		}
		out.WriteString(text + "\n")
	}
	return out.String()
}

// symbols tries the rows of the table of marks: a pattern, what it means, a text it finds, one it does not.
func symbols(t *testing.T, path, text string) {
	_, table, ok := strings.Cut(text, "<!-- begin symbols -->\n")
	table, _, ended := strings.Cut(table, "<!-- end symbols -->")
	if !ok || !ended {
		t.Fatal(path, "has no table of marks")
	}
	quoted := regexp.MustCompile("^`(.+)`$")
	var acts strings.Builder
	tried := 0
	for _, line := range strings.Split(table, "\n") {
		cells := strings.Split(strings.ReplaceAll(line, `\|`, "\x00"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(strings.ReplaceAll(cells[i], "\x00", "|"))
		}
		if len(cells) != 6 || !quoted.MatchString(cells[1]) {
			continue
		}
		tried++
		word := func(s string) string { b, _ := json.Marshal(s); return string(b) } // as YAML takes it, too
		fmt.Fprintf(&acts, "---\nact: 試し%d\nfind: %s\nexamples: {hit: [%s], miss: [%s]}\n",
			tried, word(quoted.FindStringSubmatch(cells[1])[1]), word(cells[3]), word(cells[4]))
	}
	try(t, path, acts.String())
	if tried < 12 {
		t.Errorf("%s: only %d marks were tried", path, tried)
	}
}

// kinds loads the rows of the table of kinds of rules: what a rule of the kind says, in the last cell.
func kinds(t *testing.T, path, text string) {
	_, table, ok := strings.Cut(text, "<!-- begin kinds -->\n")
	table, _, ended := strings.Cut(table, "<!-- end kinds -->")
	if !ok || !ended {
		t.Fatal(path, "has no table of kinds")
	}
	docs := "things:\n  - {thing: 営業時間, named: 営業時間, as: 時刻, examples: {hit: [営業時間は9時からです。], miss: [営業時間外です。]}}\n"
	row := regexp.MustCompile("(?m)^\\| `[a-z]+` .*\\| `(.+)` \\|$")
	rows := row.FindAllStringSubmatch(table, -1)
	for i, m := range rows {
		docs += fmt.Sprintf("---\nrule: try-%d\ntitle: 題\nmessage: 文\nexamples: {hit: [ア], miss: [イ]}\n%s\n", i, strings.ReplaceAll(m[1], `\|`, "|"))
	}
	if _, err := rule.Load(rules.FS, rule.Source{Path: path, Data: []byte(docs)}); err != nil {
		t.Error(lang.ErrorIn(err, lang.JA))
	}
	if len(rows) < 8 {
		t.Errorf("%s: only %d kinds of rules were tried", path, len(rows))
	}
}

// try loads acts and checks their examples.
func try(t *testing.T, path, acts string) {
	set, err := rule.Load(rules.FS, rule.Source{Path: path, Data: []byte(strings.TrimPrefix(acts, "---\n"))})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range lint.Examples(set) {
		t.Error(m.In(lang.JA))
	}
}

// said is a text for each name of a test: the predicate, or the noun, of which it is true.
var said = map[string]string{
	"否定": "変更できません。", "肯定": "変更できます。", "可能": "変更できます。", "過去": "変更しました。", "継続": "確認しております。", "受身": "拒否されました。",
	"使役": "担当に確認させます。", "尊敬": "お読みになりました。", "謙譲": "お送りいたします。", "受益": "ご連絡いただきました。", "依頼": "ご確認ください。", "希望": "確認したいです。",
	"疑問": "確認しましたか。", "反語": "書いてあるではありませんか。", "推量": "届くと思います。", "可能性": "遅れるかもしれません。", "伝聞": "届いたそうです。", "条件": "届けば分かります。",
	"一般": "遅れることがあります。", "見込み": "届くはずです。", "ありえない": "届くはずがありません。", "てしまう": "遅れてしまいました。", "てある": "書いてあります。",
	"義務": "送らなければなりません。", "必要": "送る必要があります。", "予定": "送る予定です。", "説明": "届いたのです。", "名詞述語": "有料です。", "形容詞述語": "難しいです。", "文末": "確認します。",
	"主節": "確認しますので、お待ちします。", "困難": "対応しがたいです。", "許可": "送ってもよいです。", "決定": "送ることにしました。", "禁止": "送ってはいけません。", "変化": "使えるようになりました。",
	"言い換え": "送れない状況です。", "客": "お客様が押しました。", "当方": "弊社が確認しました。", "第三者": "配送業者が遅れました。", "不明": "雨が降りました。", "明示": "弊社が確認しました。",
	"敬語": "お送りいたします。", "節": "押されたことが原因です。", "並列": "電話かメールで送ります。", "主題": "お品物は届きました。", "逆接": "確認しましたが、ありません。", "理由": "確認しますので、お待ちします。",
	"連体": "確認した内容を送ります。", "並び": "確認して、送ります。", "続き": "確認した後、送ります。", "引用": "届かないとのことです。", "否定可能": "変更できません。", "否定可能並び": "変更できず、残念です。",
	"否定可能伝聞": "変更できないとのことです。", "はず": "届くはずです。", "断定": "変更しました。", "丁寧": "確認します。",
}

// guideTests is the table of the names of tests, each with a text of which it is true.
func guideTests(t *testing.T, set *rule.Set, l lang.Lang) string {
	g := grammar(t)
	var names []string
	for name := range g.Tests {
		names = append(names, name)
	}
	sort.Strings(names)
	sort.SliceStable(names, func(i, j int) bool { return said[names[i]] < said[names[j]] })
	owners := []string{"客", "当方", "第三者", "不明", "明示"}
	nouns := []string{"客", "当方", "第三者", "不明", "明示", "敬語", "節", "並列", "主題"}
	order := slices.Concat(owners, nil)
	for _, p := range [][]string{{"否定", "肯定", "可能", "過去", "継続", "受身", "使役", "依頼", "希望", "疑問", "条件", "受益", "謙譲", "尊敬", "文末", "主節"}, names} {
		for _, n := range p {
			if !slices.Contains(order, n) {
				order = append(order, n)
			}
		}
	}
	var b strings.Builder
	row(&b, map[lang.Lang][]string{
		lang.JA: {"名前", "英語の名前", "当たる述語がある文", "`<名詞句:…>` にも"}, lang.EN: {"name", "in English", "a text that holds one", "also of `<名詞句:…>`"},
	}[l])
	row(&b, []string{"---", "---", "---", "---"})
	var acts strings.Builder
	for i, name := range order {
		if said[name] == "" {
			t.Errorf("there is no text for the test %s", name)
			continue
		}
		noun := slices.Contains(nouns, name)
		yes := ""
		if noun {
			yes = "✓"
		}
		row(&b, []string{"`" + name + "`", "`" + g.Tests[name] + "`", said[name], yes})
		kind := "述語"
		if noun && !slices.Contains(owners, name) {
			kind = "名詞句"
		}
		fmt.Fprintf(&acts, "---\nact: 試し%d\nfind: <%s:%s>\nexamples: {hit: [%s], miss: [。]}\n", i, kind, name, said[name])
	}
	try(t, "tests", acts.String())
	return b.String()
}

func grammar(t *testing.T) *clause.Grammar {
	data, err := rules.FS.ReadFile("grammar.yaml")
	if err != nil {
		t.Fatal(err)
	}
	g, err := clause.LoadGrammar("grammar.yaml", data, func(s string) string { return s })
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// guideSlots is the tables of the keys of a frame and of the kinds of word.
func guideSlots(t *testing.T, set *rule.Set, l lang.Lang) string {
	g := grammar(t)
	var b strings.Builder
	row(&b, map[lang.Lang][]string{lang.JA: {"キー", "英語", "意味"}, lang.EN: {"key", "in English", "meaning"}}[l])
	row(&b, []string{"---", "---", "---"})
	var keys []string
	for k := range g.Keys {
		keys = append(keys, k)
	}
	order := []string{"predicate", "is", "with", "without", "next", "previous"}
	sort.Strings(keys)
	sort.SliceStable(keys, func(i, j int) bool {
		return slices.Index(order, g.Keys[keys[i]]) < slices.Index(order, g.Keys[keys[j]])
	})
	for _, k := range keys {
		row(&b, []string{"`" + k + "`", "`" + g.Keys[k] + "`", lang.Say("schema-" + g.Keys[k]).In(l)})
	}
	var particles []string
	for _, c := range g.Cases() {
		particles = append(particles, "`"+strings.Join(c.Particles, "` `")+"`")
	}
	row(&b, []string{strings.Join(particles, "<br>"), "", map[lang.Lang]string{lang.JA: "この助詞が付いた名詞（1行に並ぶものは同じ）", lang.EN: "a noun with this particle (those of one line are the same)"}[l]})
	b.WriteString("\n")
	row(&b, map[lang.Lang][]string{lang.JA: {"言葉の種類", "英語"}, lang.EN: {"kind of word", "in English"}}[l])
	row(&b, []string{"---", "---"})
	var kinds []string
	for k := range g.Kinds {
		kinds = append(kinds, k)
	}
	sort.Strings(kinds)
	for _, k := range kinds {
		row(&b, []string{"`<" + k + ">`", "`" + g.Kinds[k] + "`"})
	}
	return b.String()
}

// guideKeys is the tables of the keys of rule files, from their schema.
func guideKeys(t *testing.T, set *rule.Set, l lang.Lang) string {
	data, err := json.Marshal(rule.Schema(set, l))
	if err != nil {
		t.Fatal(err)
	}
	var s struct {
		Defs map[string]struct {
			Properties map[string]struct{ Description string }
			AnyOf      []struct {
				Properties map[string]struct{ Description string }
			} `json:"anyOf"`
			Required []string
		} `json:"$defs"`
	}
	if err := json.Unmarshal(data, &s); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, part := range []struct{ name, ja, en string }{
		{"rule", "ルール（`rule:`）", "a rule (`rule:`)"}, {"find", "`find:` の1項目を条件つきで書くとき", "an item of `find:` with conditions of its own"},
		{"window", "条件（`unless:`・`lower:`・`when:`）", "a condition (`unless:`, `lower:`, `when:`)"}, {"where", "`where:`", "`where:`"},
		{"count", "`count:`", "`count:`"}, {"require", "`require:`", "`require:`"}, {"measure", "`measure:`", "`measure:`"},
		{"compare", "`compare:`", "`compare:`"}, {"shared", "`compare:` の `words:`", "`words:` of `compare:`"}, {"consistent", "`consistent:`", "`consistent:`"},
		{"example", "`examples:` の1項目を条件つきで書くとき", "an item of `examples:` with settings"},
		{"act", "はたらき（`act:`）", "an act (`act:`)"}, {"extend", "はたらき・一覧に足す（`extend:`）", "adding to an act or a list (`extend:`)"},
		{"extendrule", "ルールを変える（`extend:`）", "changing a rule (`extend:`)"}, {"list", "一覧（`lists:`・`words:`）", "lists (`lists:`, `words:`)"},
		{"termentry", "用語（`terms:` の1項目）", "a term (an item of `terms:`)"},
		{"thingentry", "物事（`things:` の1項目）", "a thing (an item of `things:`)"}, {"thingexamples", "物事の `examples:`", "`examples:` of a thing"},
		{"extendthing", "物事に足す（`extend:`）", "adding to a thing (`extend:`)"},
	} {
		def, ok := s.Defs[part.name]
		if !ok {
			t.Fatalf("the schema has no %s, only %v", part.name, keysOf(s.Defs))
		}
		properties := def.Properties
		for _, o := range def.AnyOf {
			if len(o.Properties) > len(properties) {
				properties = o.Properties
			}
		}
		fmt.Fprintf(&b, "\n%s\n\n", map[lang.Lang]string{lang.JA: part.ja, lang.EN: part.en}[l])
		row(&b, map[lang.Lang][]string{lang.JA: {"キー", "意味"}, lang.EN: {"key", "meaning"}}[l])
		row(&b, []string{"---", "---"})
		if len(properties) == 0 {
			t.Errorf("the schema says nothing of the keys of %s", part.name)
		}
		for _, k := range keysOf(properties) {
			name := "`" + k + "`"
			if slices.Contains(def.Required, k) {
				name = "**" + name + "**"
			}
			row(&b, []string{name, strings.ReplaceAll(properties[k].Description, "|", `\|`)})
		}
	}
	return strings.TrimPrefix(b.String(), "\n")
}

func keysOf[V any](m map[string]V) (keys []string) {
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// guideNames is the table of all acts, each with its first example, and the names of all lists.
func guideNames(t *testing.T, set *rule.Set, l lang.Lang) string {
	var b strings.Builder
	var lists []string
	row(&b, map[lang.Lang][]string{lang.JA: {"はたらき", "内容", "例", "ファイル"}, lang.EN: {"act", "what it is", "example", "file"}}[l])
	row(&b, []string{"---", "---", "---", "---"})
	for _, d := range set.Defs {
		switch {
		case d.IsAct:
			example := strings.ReplaceAll(d.Examples[0].Hit[0].Text, "\n", " ")
			file := strings.TrimPrefix(d.Path, "rules/")
			row(&b, []string{"`<" + d.Name + ">`", d.Title.In(l), example, fmt.Sprintf("[%s](%s)", file, file)})
		case d.Path != "" && strings.HasPrefix(d.Path, "rules/lists/"):
			lists = append(lists, "`<"+d.Name+">`")
		}
	}
	sort.Strings(lists)
	return b.String() + "\n" + map[lang.Lang]string{lang.JA: "一覧（[lists](lists)）: ", lang.EN: "Lists ([lists](lists)): "}[l] + strings.Join(lists, " ") + "\n"
}
