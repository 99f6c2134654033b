import type { Template, Variable } from './hidden';

/** The value of a variable of the environment; raises KeyError where it is not set. */
export function environment(name: string): string {
  return `os.environ["${name}"]`;
}

/** A text as it is written in Python: its lines on lines of their own where it has several. */
export function pyText(template: Template): string {
  if (template.length === 0) return '""';
  return template.map((piece: string | Variable) => (typeof piece === 'string' ? literal(piece) : environment(piece.name))).join(' + ');
}

/** A carriage return would become a line feed. */
function literal(text: string): string {
  const isLines = text.includes('\n');
  const isQuoted = !isLines && text.includes('"') && !text.includes("'");
  const escaped = text.replace(isQuoted ? /\\/g : /[\\"]/g, '\\$&').replace(/[\0-\x08\x0b-\x1f\x7f]/g, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
  if (isLines) return `"""${escaped.replaceAll('\\"', '"').replace(/"(?="")|"$/g, '\\"')}"""`;
  return isQuoted ? `'${escaped}'` : `"${escaped}"`;
}
