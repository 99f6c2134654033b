import { escapeMarkdown } from '../../insight/markdown';
import { headerNamed } from '../../language/features/headerTable';

/** What a header is for, as Markdown; undefined for one that is not known. */
export function headerHelp(written: string): string | undefined {
  const found = headerNamed(written);
  return found && `**${found.name}**\n\n${escapeMarkdown(found.help ?? found.about)}`;
}
