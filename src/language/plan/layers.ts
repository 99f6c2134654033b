import type { Span } from '../../base/text';
import { defaultBases, type VariableContext } from './context';
import { type EnvironmentValue, sharedEnvironment } from './environment';

/** What kind of place defines a variable, highest precedence first. */
export type OriginKind =
  | 'command-line'
  /** Where the sandbox is: only its own accounts' requests have it. */
  | 'sandbox'
  | 'prompt'
  | 'file'
  | 'import'
  | 'private-environment'
  | 'environment'
  | 'private-shared'
  | 'shared'
  | 'default'
  /** Not variables, but inserted all the same. */
  | 'system'
  | 'process-env'
  | 'dotenv'
  | 'answer';

/** Where a value was defined. */
export interface ValueOrigin {
  readonly kind: OriginKind;
  /** The environment file; absent for the request file itself and for what no file defines. */
  readonly uri?: string;
  /** Where in that file. */
  readonly span?: Span;
  /** Name of the stored secret that it is, or that is inside it. */
  readonly secret?: string;
}

/** A definition outside the request file. */
export interface LayerValue {
  readonly value: EnvironmentValue | { readonly kind: 'text'; readonly text: string };
  readonly secret: boolean;
  readonly origin: ValueOrigin;
}

/** Keys that the product itself reads: addresses and a name, shown in the status bar and so never secret. */
const publicKeys: ReadonlySet<string> = new Set(['apiBase', 'emulatorBase', 'account']);

/** The definitions of all variables outside the request file, by name, highest precedence first. */
export type Layers = ReadonlyMap<string, readonly LayerValue[]>;

/** Reads the layers of a context: command line, private and shared environment, `$shared`, defaults. */
export function layersOf(context: VariableContext): Layers {
  const layers = new Map<string, LayerValue[]>();
  const addText = (name: string, text: string, kind: OriginKind) => add(name, { value: { kind: 'text', text }, secret: false, origin: { kind } });
  const add = (name: string, value: LayerValue) => {
    const values = layers.get(name);
    if (values) values.push(value);
    else layers.set(name, [value]);
  };
  const secretNames = privateNames(context);
  for (const [name, text] of context.commandLine ?? []) {
    add(name, { value: { kind: 'text', text }, secret: secretNames.has(name), origin: { kind: 'command-line' } });
  }
  for (const [name, text] of Object.entries(context.sandboxBases ?? {})) addText(name, text, 'sandbox');
  for (const { kind, environment, isPrivate } of environmentLayers(context.environment)) {
    for (const file of context.environmentFiles ?? []) {
      if (file.isPrivate !== isPrivate) continue;
      for (const [name, value] of file.environments.get(environment) ?? []) {
        const secret = value.kind === 'secret' || (isPrivate && !publicKeys.has(name));
        const stored = value.kind === 'secret' ? { secret: value.name } : {};
        add(name, { value, secret, origin: { kind, uri: file.uri, span: value.span, ...stored } });
      }
    }
  }
  for (const [name, text] of Object.entries(defaultBases)) addText(name, text, 'default');
  return layers;
}

/** Names whose values are secret in some environment: given on the command line they are no less so. */
function privateNames({ environmentFiles = [] }: VariableContext): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { isPrivate, environments } of environmentFiles) {
    for (const values of environments.values()) {
      for (const [name, { kind }] of values) if (!publicKeys.has(name) && (isPrivate || kind === 'secret')) names.add(name);
    }
  }
  return names;
}

/** Whether a layer comes before what the request file itself says. */
export function beatsFile({ origin }: LayerValue): boolean {
  return origin.kind === 'sandbox' || origin.kind === 'command-line';
}

interface EnvironmentLayer {
  readonly kind: OriginKind;
  readonly environment: string;
  readonly isPrivate: boolean;
}

function environmentLayers(selected: string | undefined): readonly EnvironmentLayer[] {
  const shared: readonly EnvironmentLayer[] = [
    { kind: 'private-shared', environment: sharedEnvironment, isPrivate: true },
    { kind: 'shared', environment: sharedEnvironment, isPrivate: false },
  ];
  if (selected === undefined || selected === sharedEnvironment) return shared;
  return [
    { kind: 'private-environment', environment: selected, isPrivate: true },
    { kind: 'environment', environment: selected, isPrivate: false },
    ...shared,
  ];
}
