package lsp

import "encoding/json"

// The parts of the protocol that are used. They are tolerant: what a client sends besides is passed over, and what may be of
// several types is kept raw.

type position struct {
	Line      int `json:"line"`
	Character int `json:"character"`
}

type span struct { // a range
	Start position `json:"start"`
	End   position `json:"end"`
}

type location struct {
	URI   string `json:"uri"`
	Range span   `json:"range"`
}

type documentID struct {
	URI     string `json:"uri"`
	Version *int   `json:"version,omitempty"`
}

type atPosition struct {
	TextDocument documentID `json:"textDocument"`
	Position     position   `json:"position"`
}

// --- lifecycle

type initializeParams struct {
	RootURI          string            `json:"rootUri"`
	RootPath         string            `json:"rootPath"`
	Locale           string            `json:"locale"`
	Options          json.RawMessage   `json:"initializationOptions"`
	WorkspaceFolders []workspaceFolder `json:"workspaceFolders"`
	Capabilities     capabilities      `json:"capabilities"`
}

type workspaceFolder struct {
	URI  string `json:"uri"`
	Name string `json:"name"`
}

type dynamic struct {
	DynamicRegistration bool `json:"dynamicRegistration"`
}

// capabilities are those of the client that make a difference.
type capabilities struct {
	General struct {
		PositionEncodings []string `json:"positionEncodings"`
	} `json:"general"`
	// Before 3.17 some clients negotiated like this (clangd's extension).
	OffsetEncoding json.RawMessage `json:"offsetEncoding"`
	Workspace      struct {
		Configuration         bool    `json:"configuration"`
		WorkspaceFolders      bool    `json:"workspaceFolders"`
		DidChangeWatchedFiles dynamic `json:"didChangeWatchedFiles"`
		WorkspaceEdit         struct {
			DocumentChanges    bool            `json:"documentChanges"`
			ResourceOperations []string        `json:"resourceOperations"`
			ChangeAnnotations  json.RawMessage `json:"changeAnnotationSupport"`
		} `json:"workspaceEdit"`
		Diagnostics struct {
			RefreshSupport bool `json:"refreshSupport"`
		} `json:"diagnostics"`
		DidChangeConfiguration dynamic `json:"didChangeConfiguration"`
	} `json:"workspace"`
	TextDocument struct {
		PublishDiagnostics struct {
			RelatedInformation     bool            `json:"relatedInformation"`
			TagSupport             json.RawMessage `json:"tagSupport"`
			VersionSupport         bool            `json:"versionSupport"`
			CodeDescriptionSupport bool            `json:"codeDescriptionSupport"`
		} `json:"publishDiagnostics"`
		Diagnostic *struct {
			RelatedInformation     *bool           `json:"relatedInformation"`
			TagSupport             json.RawMessage `json:"tagSupport"`
			CodeDescriptionSupport *bool           `json:"codeDescriptionSupport"`
		} `json:"diagnostic"`
		Hover struct {
			ContentFormat []string `json:"contentFormat"`
		} `json:"hover"`
		CodeAction struct {
			CodeActionLiteralSupport json.RawMessage `json:"codeActionLiteralSupport"`
			IsPreferredSupport       bool            `json:"isPreferredSupport"`
		} `json:"codeAction"`
		Completion struct {
			CompletionItem struct {
				SnippetSupport      bool     `json:"snippetSupport"`
				DocumentationFormat []string `json:"documentationFormat"`
			} `json:"completionItem"`
		} `json:"completion"`
	} `json:"textDocument"`
	Window struct {
		ShowDocument struct {
			Support bool `json:"support"`
		} `json:"showDocument"`
	} `json:"window"`
}

type initializeResult struct {
	Capabilities serverCapabilities `json:"capabilities"`
	ServerInfo   serverInfo         `json:"serverInfo"`
	// For clients that know only the extension.
	OffsetEncoding string `json:"offsetEncoding,omitempty"`
}

type serverInfo struct {
	Name    string `json:"name"`
	Version string `json:"version,omitempty"`
}

type serverCapabilities struct {
	PositionEncoding   string                `json:"positionEncoding"`
	TextDocumentSync   syncOptions           `json:"textDocumentSync"`
	HoverProvider      bool                  `json:"hoverProvider"`
	DefinitionProvider bool                  `json:"definitionProvider"`
	CodeActionProvider any                   `json:"codeActionProvider"` // codeActionOptions, or true
	CompletionProvider *completionOptions    `json:"completionProvider,omitempty"`
	DiagnosticProvider *diagnosticOptions    `json:"diagnosticProvider,omitempty"`
	ExecuteCommand     executeCommandOptions `json:"executeCommandProvider"`
	Workspace          struct {
		WorkspaceFolders struct {
			Supported           bool `json:"supported"`
			ChangeNotifications bool `json:"changeNotifications"`
		} `json:"workspaceFolders"`
	} `json:"workspace"`
}

// How texts are sent: as a whole, or what changed.
const syncIncremental = 2

type syncOptions struct {
	OpenClose bool `json:"openClose"`
	Change    int  `json:"change"`
	Save      bool `json:"save"`
}

type codeActionOptions struct {
	CodeActionKinds []string `json:"codeActionKinds"`
}

type completionOptions struct {
	TriggerCharacters []string `json:"triggerCharacters"`
}

type diagnosticOptions struct {
	Identifier            string `json:"identifier"`
	InterFileDependencies bool   `json:"interFileDependencies"`
	WorkspaceDiagnostics  bool   `json:"workspaceDiagnostics"`
}

type executeCommandOptions struct {
	Commands []string `json:"commands"`
}

// --- texts

type didOpenParams struct {
	TextDocument struct {
		URI        string `json:"uri"`
		LanguageID string `json:"languageId"`
		Version    int    `json:"version"`
		Text       string `json:"text"`
	} `json:"textDocument"`
}

type didChangeParams struct {
	TextDocument   documentID `json:"textDocument"`
	ContentChanges []struct {
		Range *span  `json:"range"` // none: the text is all there is
		Text  string `json:"text"`
	} `json:"contentChanges"`
}

type ofDocument struct {
	TextDocument documentID `json:"textDocument"`
}

// --- diagnostics

type diagnostic struct {
	Range           span             `json:"range"`
	Severity        int              `json:"severity"`
	Code            string           `json:"code,omitempty"`
	CodeDescription *codeDescription `json:"codeDescription,omitempty"`
	Source          string           `json:"source"`
	Message         string           `json:"message"`
	Tags            []int            `json:"tags,omitempty"`
	Related         []relatedInfo    `json:"relatedInformation,omitempty"`
}

type codeDescription struct {
	Href string `json:"href"`
}

type relatedInfo struct {
	Location location `json:"location"`
	Message  string   `json:"message"`
}

type publishParams struct {
	URI         string       `json:"uri"`
	Version     *int         `json:"version,omitempty"`
	Diagnostics []diagnostic `json:"diagnostics"`
}

type pullParams struct {
	TextDocument     documentID `json:"textDocument"`
	PreviousResultID string     `json:"previousResultId"`
}

type pullReport struct {
	Kind     string        `json:"kind"` // full, unchanged
	ResultID string        `json:"resultId,omitempty"`
	Items    *[]diagnostic `json:"items,omitempty"`
}

// --- hover, code actions

type markup struct {
	Kind  string `json:"kind"`
	Value string `json:"value"`
}

type hover struct {
	Contents markup `json:"contents"`
	Range    *span  `json:"range,omitempty"`
}

type codeActionParams struct {
	TextDocument documentID `json:"textDocument"`
	Range        span       `json:"range"`
	Context      struct {
		Only        []string `json:"only"`
		TriggerKind int      `json:"triggerKind"` // 1 asked for, 2 by itself
	} `json:"context"`
}

type codeAction struct {
	Title       string         `json:"title"`
	Kind        string         `json:"kind,omitempty"`
	Diagnostics []diagnostic   `json:"diagnostics,omitempty"`
	IsPreferred bool           `json:"isPreferred,omitempty"`
	Edit        *workspaceEdit `json:"edit,omitempty"`
	Command     *command       `json:"command,omitempty"`
}

type command struct {
	Title     string `json:"title"`
	Command   string `json:"command"`
	Arguments []any  `json:"arguments,omitempty"`
}

type executeParams struct {
	Command   string            `json:"command"`
	Arguments []json.RawMessage `json:"arguments"`
}

type textEdit struct {
	Range        span   `json:"range"`
	NewText      string `json:"newText"`
	AnnotationID string `json:"annotationId,omitempty"`
}

// workspaceEdit says the same in one of two ways, as the client knows them.
type workspaceEdit struct {
	Changes         map[string][]textEdit       `json:"changes,omitempty"`
	DocumentChanges []any                       `json:"documentChanges,omitempty"` // documentEdit, createFile
	Annotations     map[string]changeAnnotation `json:"changeAnnotations,omitempty"`
}

type documentEdit struct {
	TextDocument struct {
		URI     string `json:"uri"`
		Version *int   `json:"version"` // null: that on disk
	} `json:"textDocument"`
	Edits []textEdit `json:"edits"`
}

type createFile struct {
	Kind    string `json:"kind"` // create
	URI     string `json:"uri"`
	Options struct {
		IgnoreIfExists bool `json:"ignoreIfExists"`
	} `json:"options"`
}

type changeAnnotation struct {
	Label             string `json:"label"`
	NeedsConfirmation bool   `json:"needsConfirmation"`
	Description       string `json:"description,omitempty"`
}

// --- completion

type completionParams struct {
	atPosition
	Context struct {
		TriggerCharacter string `json:"triggerCharacter"`
	} `json:"context"`
}

type completionList struct {
	IsIncomplete bool             `json:"isIncomplete"`
	Items        []completionItem `json:"items"`
}

type completionItem struct {
	Label         string    `json:"label"`
	Kind          int       `json:"kind,omitempty"`
	Detail        string    `json:"detail,omitempty"`
	Documentation *markup   `json:"documentation,omitempty"`
	SortText      string    `json:"sortText,omitempty"`
	FilterText    string    `json:"filterText,omitempty"`
	Format        int       `json:"insertTextFormat,omitempty"` // 2: a snippet
	TextEdit      *textEdit `json:"textEdit,omitempty"`
}

// --- workspace

type didChangeFoldersParams struct {
	Event struct {
		Added   []workspaceFolder `json:"added"`
		Removed []workspaceFolder `json:"removed"`
	} `json:"event"`
}

type didChangeConfigurationParams struct {
	Settings json.RawMessage `json:"settings"`
}

type didChangeWatchedFilesParams struct {
	Changes []struct {
		URI string `json:"uri"`
	} `json:"changes"`
}

type cancelParams struct {
	ID json.RawMessage `json:"id"`
}

type configurationParams struct {
	Items []configurationItem `json:"items"`
}

type configurationItem struct {
	ScopeURI string `json:"scopeUri,omitempty"`
	Section  string `json:"section"`
}

type registrationParams struct {
	Registrations []registration `json:"registrations"`
}

type registration struct {
	ID      string `json:"id"`
	Method  string `json:"method"`
	Options any    `json:"registerOptions,omitempty"`
}

type messageParams struct {
	Type    int    `json:"type"` // 1 error, 2 warning, 3 info, 4 log
	Message string `json:"message"`
}

type showDocumentParams struct {
	URI       string `json:"uri"`
	TakeFocus bool   `json:"takeFocus"`
}
