import { inEmptyFolder } from '../../product/project';
import { median } from '../statistics';
import { emptyExtension, productExtension } from './extensions';
import { said } from './host';

/** How long activation takes in the real editor, in milliseconds (medians). */
export interface ActivationCost {
  readonly runs: number;
  readonly activationMs: number;
  /** The same for an extension that does nothing: what the editor takes for itself. */
  readonly floorMs: number;
}

/** Starts a fresh editor `runs` times with each, installed, in turns. Works from the project's root, on what is built there. */
export function measure(runs = 5): Promise<ActivationCost> {
  return inEmptyFolder(async (folder) => {
    const empty = await emptyExtension(folder);
    const product = await productExtension(folder);
    const ours: number[] = [];
    const floor: number[] = [];
    for (let run = 0; run < runs; run++) {
      ours.push(await activation(product));
      floor.push(await activation(empty));
    }
    return { runs, activationMs: median(ours), floorMs: median(floor) };
  });
}

/** What `test/vscode/01-activation.test.ts` measured in a fresh editor. */
async function activation(vsix: string): Promise<number> {
  return Number(await said(/activated in ([\d.]+) ms/, ['--grep', '^activation ', '--vsix', vsix]));
}
