package lsp

// offer tells the client what can be asked for.
func (s *server) offer(c *serverCapabilities) {}
