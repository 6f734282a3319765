package main

import (
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/yorisoi/yorisoi/lint/lang"
)

// progress is the line that says how far a check has come. It is shown to who waits at a terminal for longer than a moment, and
// gone before anything else is written.
type progress struct {
	w           io.Writer // nil: nobody looks
	say         func(done, total, replies int) string
	total, done int
	replies     int
	last        string // file
	shown       bool
	mu          sync.Mutex
	ticker      *time.Ticker
	ended       chan struct{}
}

// How long a check takes before the line appears, and how often the line is written anew.
const (
	moment = time.Second
	tick   = moment / 5
)

// progress begins to count files.
func (a *app) progress(total int) *progress {
	p := &progress{total: total, say: func(done, total, replies int) string {
		return lang.Say("progress", done, total, replies).In(a.speak())
	}}
	if terminal(a.err) {
		p.start(a.err, moment, tick)
	}
	return p
}

// start shows the line on w after a while, again and again.
func (p *progress) start(w io.Writer, after, every time.Duration) {
	p.w, p.ticker, p.ended = w, time.NewTicker(after), make(chan struct{})
	go func() {
		for {
			select {
			case <-p.ended:
				return
			case <-p.ticker.C:
				p.ticker.Reset(every)
				p.show()
			}
		}
	}()
}

func (p *progress) show() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
	fmt.Fprint(p.w, p.say(p.done, p.total, p.replies))
	p.shown = true
}

// clear takes the line away.
func (p *progress) clear() {
	if p.shown {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.shown = false
	}
}

// count counts what has been read: a file, or a part of one that is read like a stream.
func (p *progress) count(file string, replies int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.replies += replies
	if file != p.last {
		p.last = file
		p.done = min(p.done+1, p.total) // what is wrong with a configuration comes besides
	}
}

// aside lets others write, without meeting the line.
func (p *progress) aside(write func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
	write()
}

// stop takes the line away for good and gives the number of files done.
func (p *progress) stop() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.w != nil {
		p.ticker.Stop()
		close(p.ended)
		p.clear()
		p.w = io.Discard // a tick may be under way
	}
	return p.done
}
