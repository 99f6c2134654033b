import * as vscode from 'vscode';

/**
 * Answers the input boxes that the product opens, one after the other; without an answer a box is
 * closed. Gives what was proposed in each.
 */
export function answerBoxes(...answers: readonly (string | undefined)[]): { readonly proposed: string[]; end(): void } {
  const { createInputBox } = vscode.window;
  const proposed: string[] = [];
  const stub = () => {
    const box = createInputBox();
    const [accepted, hidden] = [new vscode.EventEmitter<void>(), new vscode.EventEmitter<void>()];
    const show = () => {
      const answer = answers[proposed.length];
      proposed.push(box.value);
      if (answer === undefined) return hidden.fire();
      if (answer !== 'as proposed') box.value = answer;
      accepted.fire();
    };
    return new Proxy(box, {
      get(target, name) {
        if (name === 'show') return show;
        if (name === 'hide') return () => hidden.fire();
        if (name === 'onDidAccept') return accepted.event;
        if (name === 'onDidHide') return hidden.event;
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
      set: (target, name, value) => Reflect.set(target, name, value),
    });
  };
  Object.assign(vscode.window, { createInputBox: stub });
  return { proposed, end: () => void Object.assign(vscode.window, { createInputBox }) };
}
