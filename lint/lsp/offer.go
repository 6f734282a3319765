package lsp

// offer tells the client what can be asked for.
func (s *server) offer(c *serverCapabilities) {
	c.HoverProvider, c.DefinitionProvider = true, true
	c.CompletionProvider = &completionOptions{[]string{"<", "\u3002", ":"}}
	c.CodeActionProvider = true
	if len(s.client.TextDocument.CodeAction.CodeActionLiteralSupport) > 0 {
		c.CodeActionProvider = codeActionOptions{[]string{quickfix}}
	}
	c.ExecuteCommand.Commands = []string{explainCommand}
}
