import { namespaces } from './names.ts';
import { readXml, textAt } from './read.ts';

/** RFC 9457, appendix B: a problem as XML. */
export type Problem = { type: string; title: string; detail: string; instance: string };

export function readProblem(body: string): Problem | undefined {
  const read = readXml(body);
  if (!read.ok || read.namespace !== namespaces.problem || read.name !== 'problem')
    return undefined;
  const problem = {
    type: textAt(read.root, 'type'),
    title: textAt(read.root, 'title'),
    detail: textAt(read.root, 'detail'),
    instance: textAt(read.root, 'instance'),
  };
  return problem.type === '' ? undefined : problem;
}
