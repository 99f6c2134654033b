import assert from 'node:assert/strict';
import { ownTokenProblems } from '../../../../src/insight/blame/token';
import { explain } from '../../../../src/insight/explain';
import { shortFix } from '../../../fixtures/exchanges/example';
import { exampleNow, exchange, jwt } from '../../../helpers/exchanges';

const seconds = exampleNow / 1000;

describe('ownTokenProblems', () => {
  const problems = (value?: string) => ownTokenProblems({ method: 'GET', origin: '', target: '/', headers: value === undefined ? [] : [['authorization', value]] }, exampleNow);

  it('finds a token that has ended', () => {
    const [problem] = problems(`Bearer ${jwt({ exp: seconds - 3600 })}`);
    assert.deepEqual([problem?.code, problem?.weight, problem?.headline], ['dt.401.expired-token', 'certain', 'the pasted token expired at 2026-03-01 11:00:00 UTC']);
    assert.equal(problem?.fix && shortFix(problem.fix), 'likely remove Authorization');
    assert.equal(problem?.why.text, 'The token ended 1 h ago.');
  });

  it('finds what is no access token, and never calls that expired', () => {
    const assertion = jwt({ exp: seconds - 10, aud: 'https://identity.disruptive-technologies.com/oauth2/token' });
    for (const [value, headline] of [[`Bearer ${assertion}`, 'this is an assertion, not an access token'], [assertion, 'the Authorization header has no scheme']] as const) {
      assert.deepEqual(problems(value).map((problem) => [problem.code, problem.weight, problem.headline]), [['dt.401.pasted-token', 'likely', headline]]);
    }
  });

  const fine: readonly [name: string, value: string | undefined][] = [
    ['no header', undefined], ['a token that has a second left', `Bearer ${jwt({ exp: seconds + 1 })}`], ['one without an end', `Bearer ${jwt({})}`], ['one that cannot be read', 'Bearer abc'], ['Basic', 'Basic YTpi'],
  ];
  for (const [name, value] of fine) it(`says nothing of ${name}`, () => assert.deepEqual(problems(value), []));
});

describe('an account that was kept back', () => {
  for (const [name, body, code] of [['the form of the API', { error: 'unauthorized', code: 401 }, 'dt.401.withheld'], ['another form', { message: 'unauthorized' }, 'answer.status'], ['no form', '<html>', 'answer.status']] as const) {
    it(`is named where the answer has ${name}: ${code}`, () => {
      const { outcome, facts } = exchange({ request: 'GET https://dt.example.com/v2/projects', signedAs: 'nobody', answer: { status: 401, body }, facts: { unsignedBecause: 'origin-not-allowed' } });
      assert.equal(explain(outcome, facts)?.code, code);
    });
  }
});
