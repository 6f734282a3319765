package lsp

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/sourcegraph/jsonrpc2"
)

// The largest message that is read, in bytes, and the longest header line. What is larger is passed over.
const (
	maxMessage = 64 << 20
	maxHeader  = 4 << 10
)

var oddID = regexp.MustCompile(`"id"\s*:\s*(null|-)`)

// stream carries messages behind "Content-Length" headers. One that is no JSON, or no JSON-RPC, is answered with an error and
// passed over; only a header that cannot be read, behind which nobody knows where the next message begins, ends the stream.
//
// Writing never waits for the client: messages queue up until it reads them.
type stream struct {
	in    *bufio.Reader
	close io.Closer // of in; nil if it has none

	mu     sync.Mutex // of what follows
	queue  [][]byte
	wake   chan struct{} // something is in the queue, or the stream is closed
	closed bool
	done   chan struct{} // all is written, or cannot be
}

func newStream(in io.Reader, out io.Writer) *stream {
	s := &stream{in: bufio.NewReader(in), wake: make(chan struct{}, 1), done: make(chan struct{})}
	s.close, _ = in.(io.Closer)
	go s.write(out)
	return s
}

// ReadObject reads the next message that is one.
func (s *stream) ReadObject(v any) error {
	for {
		if s.isClosed() {
			return io.EOF
		}
		n, err := s.header()
		if err != nil {
			return err
		}
		if n > maxMessage {
			if _, err := io.CopyN(io.Discard, s.in, int64(n)); err != nil {
				return io.EOF
			}
			s.refuse(nil, jsonrpc2.CodeInvalidRequest, fmt.Sprintf("a message of %d bytes is too large", n))
			continue
		}
		body := make([]byte, n)
		if _, err := io.ReadFull(s.in, body); err != nil {
			return io.EOF // the client died
		}
		if !json.Valid(body) {
			s.refuse(nil, jsonrpc2.CodeParseError, "this is not JSON")
			continue
		}
		if oddID.Match(body) { // the library takes null for no id, and numbers below 0 for large ones
			if e := envelopeOf(body); e.Method != nil && oddID.Match(append([]byte(`"id":`), e.ID...)) {
				s.refuse(e.ID, jsonrpc2.CodeInvalidRequest, "the id of a request must be a text or a number not below 0")
				continue
			}
		}
		if err := json.Unmarshal(body, v); err != nil {
			if e := envelopeOf(body); e.Method == nil || e.ID != nil { // a notification has no answer
				s.refuse(e.ID, jsonrpc2.CodeInvalidRequest, err.Error())
			}
			continue
		}
		return nil
	}
}

// envelope is what can be told of a message that is no good one.
type envelope struct {
	ID     json.RawMessage `json:"id"`
	Method json.RawMessage `json:"method"`
}

func envelopeOf(body []byte) (e envelope) {
	_ = json.Unmarshal(body, &e) // a list, say, has neither
	return e
}

// header reads the header of a message and gives the length of what follows.
func (s *stream) header() (length int, err error) {
	length = -1
	for {
		line, err := s.line()
		if err != nil {
			return 0, err
		}
		if line == "" {
			if length < 0 {
				return 0, errors.New("no Content-Length header")
			}
			return length, nil
		}
		name, value, ok := strings.Cut(line, ":")
		if !ok {
			return 0, fmt.Errorf("no header: %.40q", line)
		}
		if strings.EqualFold(strings.TrimSpace(name), "Content-Length") {
			if length, err = strconv.Atoi(strings.TrimSpace(value)); err != nil || length < 0 {
				return 0, fmt.Errorf("no length: %.40q", value)
			}
		}
	}
}

func (s *stream) line() (string, error) {
	var b strings.Builder
	for b.Len() < maxHeader {
		c, err := s.in.ReadByte()
		switch {
		case err != nil:
			return "", io.EOF
		case c == '\n':
			return strings.TrimSuffix(b.String(), "\r"), nil
		}
		b.WriteByte(c)
	}
	return "", errors.New("a header that does not end")
}

// refuse answers a message that never reached the server.
func (s *stream) refuse(id json.RawMessage, code int, message string) {
	if id == nil {
		id = json.RawMessage("null")
	}
	_ = s.WriteObject(map[string]any{"jsonrpc": "2.0", "id": id, "error": map[string]any{"code": code, "message": message}})
}

// WriteObject queues one message to be written.
func (s *stream) WriteObject(v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return io.ErrClosedPipe
	}
	s.queue = append(s.queue, fmt.Appendf(nil, "Content-Length: %d\r\n\r\n%s", len(data), data))
	s.nudge()
	return nil
}

func (s *stream) nudge() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// write writes what is queued until the stream is closed and the queue is empty, or nobody reads any more.
func (s *stream) write(out io.Writer) {
	defer close(s.done)
	flush := func() error { return nil }
	if f, ok := out.(interface{ Flush() error }); ok {
		flush = f.Flush
	}
	for range s.wake {
		s.mu.Lock()
		queue, closed := s.queue, s.closed
		s.queue = nil
		s.mu.Unlock()
		for _, m := range queue {
			if _, err := out.Write(m); err != nil {
				_ = s.Close()
				return
			}
		}
		if flush() != nil || closed {
			_ = s.Close()
			return
		}
	}
}

func (s *stream) isClosed() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.closed
}

// Close ends the stream. What is queued is still written.
func (s *stream) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	s.nudge()
	if s.close != nil {
		return s.close.Close()
	}
	return nil
}
