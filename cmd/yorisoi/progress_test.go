package main

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"
)

// screen does with what is written what a terminal does with one line.
type screen struct {
	mu   sync.Mutex
	line string
	said []string
}

func (s *screen) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if text, ok := strings.CutPrefix(string(b), "\r\x1b[K"); ok {
		s.line = text
	} else {
		s.line += string(b)
	}
	if line, ok := strings.CutSuffix(s.line, "\n"); ok {
		s.said, s.line = append(s.said, line), ""
	}
	return len(b), nil
}

func (s *screen) shows(line string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.line == line
}

// The line comes after a while, counts, makes way for what is written and is gone at the end; before the while is over it does
// not come at all.
func TestProgress(t *testing.T) {
	say := func(done, total, replies int) string { return fmt.Sprint(done, "/", total, " ", replies) }
	var s screen
	wait := func(line string) {
		for end := time.Now().Add(time.Minute); !s.shows(line); time.Sleep(time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("the screen shows %q, not %q", s.line, line)
			}
		}
	}
	p := &progress{total: 2, say: say}
	p.start(&s, time.Millisecond, time.Millisecond)
	wait("0/2 0")
	p.count("a", 3)
	p.aside(func() { fmt.Fprintln(&s, "a finding") })
	wait("1/2 3")
	p.count("a", 1) // more of the same
	wait("1/2 4")
	p.count("b", 1)
	p.aside(func() { fmt.Fprintln(&s, "another") })
	if p.stop() != 2 || !s.shows("") || strings.Join(s.said, "|") != "a finding|another" {
		t.Errorf("the screen shows %q under %q", s.line, s.said)
	}

	p = &progress{total: 1, say: say}
	p.start(&s, time.Hour, time.Hour)
	p.count("a", 1)
	if p.stop() != 1 || !s.shows("") {
		t.Errorf("the screen shows %q", s.line)
	}
}
