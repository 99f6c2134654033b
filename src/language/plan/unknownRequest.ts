import type { Finding } from '../../base/finding';
import { nearest } from '../../base/nearest';
import type { Span } from '../../base/text';
import { blockIndexAt, requestNames } from '../syntax/queries';
import { finding } from './findings';
import { type Module, modulesOf, requestNamesIn } from './needs';

/** Why no request is called `name`, for the place that refers to it: nobody has it, or several have it as their title. */
export function unknownRequest(module: Module, name: string, span: Span): Finding {
  for (const { file } of modulesOf(module)) {
    const count = requestNames(file).sharedTitles.get(name);
    if (count !== undefined) return finding('reference.ambiguous-title', span, { name, count });
  }
  // Nobody means the request itself.
  const own = requestNames(module.file).ofBlocks[blockIndexAt(module.file, span.start)];
  return finding('reference.unknown-request', span, { name, suggestion: nearest(name, requestNamesIn(module).filter((each) => each !== own)) });
}
