/** Environment files that mark their own findings. */
export const environmentCases: readonly string[] = [
  '{}',
  '{ "dev": {} }',
  `${'['.repeat(500)}⟦environment.malformed|[⟧${'['.repeat(20_000)}`,
  '{ "dev": { "a": "x", "b": 1, "c": false, "d": { "$secret": "k" } } }',
  '{ "dev": { "a": "x", ⟦environment.malformed|}⟧ }',
  '{ ⟦environment.malformed|// note⟧\n "dev": {} }',
  '⟦environment.shape|[]⟧',
  '⟦environment.shape|"dev"⟧',
  '{ "dev": ⟦environment.shape|"x"⟧ }',
  '{ "dev": { "a": ⟦environment.value|null⟧, "b": ⟦environment.value|[1]⟧, "c": ⟦environment.value|{ "x": 1 }⟧ } }',
  '{ "dev": { "s": ⟦environment.value|{ "$secret": "" }⟧, "t": ⟦environment.value|{ "$secret": "a", "x": 1 }⟧, "u": ⟦environment.value|{}⟧ } }',
  '{ "dev": { "a": ⟦environment.reference|"{{b}}/c"⟧, "b": "{{" } }',
  '{ "prod": { "a": "x", ⟦environment.duplicate|"a"⟧: "y" }, "dev": {}, ⟦environment.duplicate|"dev"⟧: {} }',
];
