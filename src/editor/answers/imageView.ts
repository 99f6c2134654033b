import * as vscode from 'vscode';
import type { Ran } from '../../app/report';
import { DisposableBase } from '../../base/disposable';
import { imageScheme } from '../ids';

interface Image {
  readonly bytes: Uint8Array;
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
  readonly report: Ran;
}

/** Answers that are images, as read-only files in memory for the editor's own preview. A file goes when its tab is closed. */
export class ImageView extends DisposableBase implements vscode.FileSystemProvider {
  readonly #images = new Map<string, Image>();
  /** Files whose tabs are not there yet. */
  readonly #opening = new Set<string>();
  readonly #changed = this.register(new vscode.EventEmitter<vscode.FileChangeEvent[]>());
  readonly onDidChangeFile = this.#changed.event;

  constructor() {
    super();
    this.register(vscode.workspace.registerFileSystemProvider(imageScheme, this, { isReadonly: true, isCaseSensitive: true }));
    this.register(vscode.window.tabGroups.onDidChangeTabs(() => this.#forgetClosed()));
  }

  /** Shows an image without taking the focus. */
  async show(uri: vscode.Uri, image: Image, viewColumn: vscode.ViewColumn): Promise<void> {
    const key = uri.toString();
    const isThere = this.#images.has(key);
    this.#images.set(key, image);
    if (isThere) this.#changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
    this.#opening.add(key);
    try {
      await vscode.commands.executeCommand('vscode.open', uri, { viewColumn, preserveFocus: true, preview: true });
    } finally {
      this.#opening.delete(key);
    }
  }

  /** The run that an image is the answer of; undefined when it is not kept any more. */
  reportOf(uri: vscode.Uri): Ran | undefined {
    return this.#images.get(uri.toString())?.report;
  }

  #forgetClosed(): void {
    const open = new Set(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.flatMap(({ input }) => (isImage(input) ? [input.uri.toString()] : []))));
    for (const key of this.#images.keys()) if (!open.has(key) && !this.#opening.has(key)) this.#images.delete(key);
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const { bytes, at } = this.#find(uri);
    return { type: vscode.FileType.File, ctime: at, mtime: at, size: bytes.byteLength, permissions: vscode.FilePermission.Readonly };
  }

  readFile(uri: vscode.Uri): Uint8Array {
    return this.#find(uri).bytes;
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  writeFile(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  #find(uri: vscode.Uri): Image {
    const image = this.#images.get(uri.toString());
    if (!image) throw vscode.FileSystemError.FileNotFound(uri);
    return image;
  }
}

function isImage(input: unknown): input is vscode.TabInputCustom {
  return input instanceof vscode.TabInputCustom && input.uri.scheme === imageScheme;
}
