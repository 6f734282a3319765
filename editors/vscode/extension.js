// Starts `yorisoi lsp` and leaves the rest to it.
const vscode = require("vscode");
const { LanguageClient, TransportKind } = require("vscode-languageclient/node");

/** @type {LanguageClient | undefined} */
let client;

/** What may be a reply, a customer's message, rules or a configuration. The server tells them apart. */
const documents = [
  ...["file", "untitled"].flatMap((scheme) =>
    ["plaintext", "markdown", "yaml", "json", "jsonl", "html", "csv", "eml"].map((language) => ({ scheme, language }))),
  ...["eml", "csv", "tsv", "jsonl"].map((ext) => ({ scheme: "file", pattern: `**/*.${ext}` })),
];

async function start() {
  const settings = vscode.workspace.getConfiguration("yorisoi");
  const command = settings.get("path") || "yorisoi";
  const args = ["lsp", ...settings.get("arguments", [])];
  client = new LanguageClient("yorisoi", "yorisoi", { command, args, transport: TransportKind.stdio }, {
    documentSelector: documents,
    synchronize: { configurationSection: "yorisoi" },
  });
  try {
    await client.start();
  } catch (e) {
    const ja = vscode.env.language.startsWith("ja");
    const message = ja
      ? `「${command}」を起動できません。yorisoi をインストールし、設定 yorisoi.path を確かめてください。（${e.message}）`
      : `Cannot start '${command}'. Install yorisoi, and look at the setting yorisoi.path. (${e.message})`;
    const open = ja ? "設定を開く" : "Open settings";
    if ((await vscode.window.showErrorMessage(message, open)) === open) {
      await vscode.commands.executeCommand("workbench.action.openSettings", "yorisoi.path");
    }
  }
}

async function stop() {
  const old = client;
  client = undefined;
  if (old) await old.stop().catch(() => {});
}

async function restart() {
  await stop();
  await start();
}

exports.activate = async (context) => {
  context.subscriptions.push(
    vscode.commands.registerCommand("yorisoi.restart", restart),
    vscode.workspace.onDidChangeConfiguration((e) => {
      if (e.affectsConfiguration("yorisoi.path") || e.affectsConfiguration("yorisoi.arguments")) restart();
    }),
  );
  await start();
};

exports.deactivate = stop;
