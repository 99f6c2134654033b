import type { Finding } from '../../../base/finding';
import type { BlockAnalysis } from '../../plan/plan';
import type { Block } from '../../syntax/nodes';

/**
 * A check of a block for the editor alone: needs neither secrets nor the network. What also keeps
 * a request from being sent belongs into `plan/`, where editor and run both find it.
 */
export type Check = (analysis: BlockAnalysis, block: Block) => readonly Finding[];
