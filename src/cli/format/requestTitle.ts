import { nameOf } from '../../language/plan/names';
import type { Block } from '../../language/syntax/nodes';
import { directivesOf, textOf } from '../../language/syntax/queries';
import { hiddenLine } from './hiddenLine';
import type { Page } from './page';
import { plainLine } from './plain';

/** What a request is called before it was planned: `@title`, what follows `###`, its name, or its request line without secrets. */
export function requestTitle(page: Page, block: Block): string {
  const { file, redactor } = page;
  const title = titleOf(page, block) ?? nameOf(file, block);
  if (title !== undefined) return plainLine(redactor.text(title));
  const line = block.request?.line;
  return line ? plainLine(hiddenLine(file, line, redactor).trim()) : '';
}

/** `@title`, or what follows `###`; undefined without either. */
export function titleOf({ file }: Page, block: Block): string | undefined {
  const directive = directivesOf(file, block).find((each) => each.name === 'title' && each.argument !== '');
  const title = directive?.argument ?? (block.separator ? textOf(file, block.separator.title) : '');
  return title === '' ? undefined : title;
}
