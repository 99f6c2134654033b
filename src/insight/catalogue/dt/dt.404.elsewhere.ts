import { wordFor, type IdCandidate } from '../../blame/idText';
import { notFoundBlame } from '../../blame/notFound';
import { retryNow, switchAccount } from '../../cure';
import type { EntryExplanation, Facts } from '../../entry';
import { errorPage } from '../../links';
import { parameterPart, segmentPart, viewOf, type RequestView } from '../../requestView';
import { documented, headline, inferred, observed, quoted } from '../../say';
import { specialCase } from './specialCase';

const status = '404 Not Found: ';

/** The id was looked for in all projects of the account. */
export const dt404Elsewhere = specialCase({
  code: 'dt.404.elsewhere',
  title: '404 Not Found: it is in another project',
  status: 404,
  of: 'dt.404',
  example: 'GET /projects/⟦{{project}}⟧/devices/{{elsewhereDevice}}',
  about: {
    doThis: [documented('Look for it with GET /projects/-/devices/{device}: that finds a device in whatever project the account can see it.')],
    why: [inferred('The device is in another project than the path says: it may have been transferred.')],
    links: [errorPage(404)],
  },
  score: 70,
  find(failure, facts) {
    const blame = notFoundBlame(failure, facts);
    return blame.kind === 'elsewhere' ? blame : undefined;
  },
  explain({ suspect, name }, failure, facts) {
    const view = viewOf(failure, facts);
    if (name === undefined) return nowhere(suspect, view, facts);
    const project = /^\/?projects\/([^/]+)\//.exec(name)?.[1] ?? '';
    return project === '' || project === view.endpoint?.params.get('project')?.value ? thereNow(suspect, view) : moved(suspect, project, view);
  },
});

function moved({ param, value, segment }: IdCandidate, project: string, view: RequestView): EntryExplanation {
  const part = parameterPart(view, 'project') ?? segmentPart(view, segment);
  return {
    headline: headline(`${status}the ${wordFor(param)} is in project `, project),
    part,
    doThis: [observed(`Write ${quoted(project, 40)} in place of the project id.`)],
    why: [observed(`All projects of the account were looked through: ${quoted(value, 40)} is in project ${quoted(project, 40)}.`), inferred('It may have been transferred there.')],
    fixes: [{ kind: 'edit', grade: 'likely', title: `Change to project ${project}`, edits: [{ kind: 'replace', part, text: project }] }],
  };
}

/** Found where the path says that it is. */
function thereNow({ param, value, segment }: IdCandidate, view: RequestView): EntryExplanation {
  return {
    headline: headline(`${status}by now the ${wordFor(param)} `, value, ' is there'),
    severity: 'warning',
    part: segmentPart(view, segment),
    doThis: [observed('Run it again.')],
    why: [observed('It was looked for after this answer, and found where the path says.')],
    fixes: [retryNow],
  };
}

function nowhere({ param, value, segment }: IdCandidate, view: RequestView, facts: Facts): EntryExplanation {
  const word = wordFor(param);
  return {
    headline: headline(`${status}no project of this account has ${word} `, value),
    part: segmentPart(view, segment),
    doThis: [
      documented(`Check the ${word} id ${quoted(value, 40)}.`),
      inferred('If it is right, use an account that is a member of its project, or have this one added there.'),
    ],
    why: [observed(`All projects that ${facts.account ? 'this account' : 'the request'} can see were looked through.`), inferred(`The ${word} does not exist, or is in a project that the account cannot see.`)],
    fixes: [switchAccount],
  };
}
