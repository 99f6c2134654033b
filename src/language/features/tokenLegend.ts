/** Names of the editor's own, which every theme colours. A token says by its index which it is. */
export const tokenTypes = ['function', 'variable', 'parameter', 'keyword', 'comment'] as const;

/** A token has those whose bits are set: the first is 1. */
export const tokenModifiers = ['declaration', 'readonly', 'defaultLibrary'] as const;
