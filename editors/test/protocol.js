// Drives the server with the client that VS Code is built on: opens a draft, pulls and receives diagnostics, hovers, asks for
// code actions and completions, mends the draft, and writes what came as JSON.
const { spawn } = require("child_process");
const fs = require("fs");
const url = require("url");
const path = require("path");
const lsp = require("vscode-languageserver-protocol/node");

async function main() {
  const draft = process.env.DRAFT;
  const uri = url.pathToFileURL(draft).href;
  const root = url.pathToFileURL(path.dirname(draft)).href;
  const pull = process.env.PULL === "1";
  const server = spawn("yorisoi", ["lsp", "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
  const conn = lsp.createProtocolConnection(new lsp.StreamMessageReader(server.stdout), new lsp.StreamMessageWriter(server.stdin));
  const published = [];
  const watched = [];
  let arrived = () => {};
  conn.onNotification(lsp.PublishDiagnosticsNotification.type, (p) => { published.push(p); arrived(); });
  conn.onRequest(lsp.ConfigurationRequest.type, (p) => p.items.map(() => ({ completion: true })));
  conn.onRequest(lsp.RegistrationRequest.type, (p) => { watched.push(...p.registrations.map((r) => r.method)); });
  conn.onRequest(lsp.DiagnosticRefreshRequest.type, () => null);
  conn.listen();
  const init = await conn.sendRequest(lsp.InitializeRequest.type, {
    processId: process.pid, rootUri: root, workspaceFolders: [{ uri: root, name: "drafts" }], locale: "ja",
    capabilities: {
      general: { positionEncodings: ["utf-16"] },
      workspace: { configuration: true, workspaceFolders: true, diagnostics: { refreshSupport: true }, didChangeWatchedFiles: { dynamicRegistration: true }, workspaceEdit: { documentChanges: true, resourceOperations: ["create"], changeAnnotationSupport: { groupsOnLabel: true } } },
      textDocument: {
        synchronization: {}, hover: { contentFormat: ["markdown", "plaintext"] }, completion: { completionItem: { snippetSupport: true } },
        codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix"] } }, isPreferredSupport: true },
        publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true, versionSupport: true },
        ...(pull ? { diagnostic: { dynamicRegistration: false, relatedDocumentSupport: true } } : {}),
      },
    },
  });
  await conn.sendNotification(lsp.InitializedNotification.type, {});
  const text = fs.readFileSync(draft, "utf8");
  await conn.sendNotification(lsp.DidOpenTextDocumentNotification.type, { textDocument: { uri, languageId: "plaintext", version: 1, text } });
  const diagnostics = async (version) => {
    if (pull) {
      for (;;) {
        try {
          return (await conn.sendRequest(lsp.DocumentDiagnosticRequest.type, { textDocument: { uri } })).items;
        } catch (e) {
          if (e.code !== lsp.LSPErrorCodes.ServerCancelled) throw e;
        }
      }
    }
    for (;;) {
      const got = published.filter((p) => p.uri === uri && p.version === version);
      if (got.length > 0) return got[got.length - 1].diagnostics;
      await new Promise((r) => { arrived = r; });
    }
  };
  const found = await diagnostics(1);
  const at = found[0] && found[0].range.start;
  const out = { capabilities: init.capabilities, found, watched };
  if (at) {
    out.hover = (await conn.sendRequest(lsp.HoverRequest.type, { textDocument: { uri }, position: at })).contents;
    out.actions = await conn.sendRequest(lsp.CodeActionRequest.type, { textDocument: { uri }, range: { start: at, end: at }, context: { diagnostics: found } });
    const end = { line: at.line, character: text.split("\n")[at.line].length };
    out.completions = (await conn.sendRequest(lsp.CompletionRequest.type, { textDocument: { uri }, position: end })).items.map((i) => i.label);
    await conn.sendNotification(lsp.DidChangeTextDocumentNotification.type, { textDocument: { uri, version: 2 }, contentChanges: [{ range: { start: end, end }, text: "代わりに交換を承ります。" }] });
    out.mended = await diagnostics(2);
  }
  await conn.sendRequest(lsp.ShutdownRequest.type);
  const status = new Promise((r) => server.on("exit", r));
  await conn.sendNotification(lsp.ExitNotification.type);
  out.status = await status;
  fs.writeFileSync(process.env.OUT, JSON.stringify(out));
  process.exit(0);
}
main().catch((e) => { console.error(e); process.exit(1); });
