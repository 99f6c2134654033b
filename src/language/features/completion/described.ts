import type { Endpoint, QueryParameter } from '../../../api/description';

/** `text` as Markdown that shows exactly that. */
export function escaped(text: string): string {
  return text.replace(/[!-/:-@[-`{-~]/g, '\\$&');
}

/** The first sentence of a text, without its full stop; one inside a sentence is followed by a small letter. */
export function firstSentence(text: string): string {
  return /^(.*?)(?:\.(?=\s+[A-Z])|\.$|$)/s.exec(text)?.[1] ?? text;
}

/** Characters that the editor shows of a row, about: a description takes its room from the label. */
const rowLength = 48;

/** As much of a title as has room beside `label`, for a proposal's description; nothing where that is too little. */
export function beside(label: string, title: string): { readonly description?: string } {
  const room = rowLength - label.length;
  if (title.length <= room) return { description: title };
  const cut = title.slice(0, Math.max(0, room)).replace(/\s*\S*$/, '');
  return cut.length < 8 ? {} : { description: `${cut}…` };
}

/** What there is to know about an endpoint before it is called, as Markdown. */
export function endpointText({ method, path, summary, role, roleNote, paginated, streaming }: Endpoint): string {
  const facts = [
    ...(role === null || role === 'none' ? [] : [`Role: ${escaped(roleNote ?? role)}`]),
    ...(paginated ? ['Answers in pages'] : []),
    ...(streaming ? ['Streams until it is stopped'] : []),
  ];
  return [`**${escaped(`${method} ${path}`)}**`, escaped(summary), facts.map((fact) => `- ${fact}`).join('\n')].filter((part) => part !== '').join('\n\n');
}

/** The same of a query parameter. */
export function parameterText({ description, default: usual, repeated, aliases = [] }: QueryParameter): string {
  const facts = [
    ...(usual === null ? [] : [`Default: ${escaped(JSON.stringify(usual))}`]),
    ...(repeated ? ['May be repeated'] : []),
    ...(aliases.length === 0 ? [] : [`Also written ${escaped(aliases.join(', '))}`]),
  ];
  return [escaped(description), facts.map((fact) => `- ${fact}`).join('\n')].filter((part) => part !== '').join('\n\n');
}

/** Faint behind the label: the type, and whether it has to be there. */
export function parameterDetail({ type, repeated, required }: QueryParameter): string {
  return ` ${type}${repeated ? '[]' : ''}${required ? ' required' : ''}`;
}
