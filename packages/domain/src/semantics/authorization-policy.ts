import type { KubeObject } from '@vigla/contract/objects';
import { compileRule, type PolicyRule } from './authorization-rule.ts';
import { readAttachment, unfollowedTargets, type Attachment } from './authorization-target.ts';
import { text, tree, trees } from './read.ts';
import { reference, type Reference, type Unsupported } from './reference.ts';

/** An object that decided something, and where in it. */
export interface DecidedBy extends Reference {
  /** `spec.rules[0]`; null for the object as a whole. */
  readonly path: string | null;
}

/** What a policy does with requests that match one of its rules. */
export type PolicyAction = 'CUSTOM' | 'AUDIT' | 'DENY' | 'ALLOW';

/** An AuthorizationPolicy, compiled. */
export interface Policy {
  readonly object: Reference;
  readonly attachment: Attachment;
  readonly action: PolicyAction;
  /** Evaluated and counted, but never enforced. Source: Istio concept, dry run. */
  readonly dryRun: boolean;
  /** Name of the extension provider that a CUSTOM policy asks; null for the others. */
  readonly provider: string | null;
  readonly rules: readonly PolicyRule[];
}

const actions: readonly string[] = ['CUSTOM', 'AUDIT', 'DENY', 'ALLOW'] satisfies readonly PolicyAction[];
const isAction = (written: string): written is PolicyAction => actions.includes(written);

/** Reads one policy; none for an action that does not exist. `trustDomains`: the mesh's own, then its aliases. */
export function readPolicy(
  object: KubeObject,
  trustDomains: readonly string[],
  report: (unsupported: Unsupported) => void,
): readonly Policy[] {
  const spec = tree(object.spec);
  const tell = (path: string, detail: string): void => report({ object: reference(object), path, detail });
  const action = text(spec['action']) ?? 'ALLOW';
  if (!isAction(action)) {
    tell('spec.action', `${action} is not followed: the policy has no effect here`);
    return [];
  }
  const attachment = readAttachment(object);
  for (const [path, detail] of unfollowedTargets(attachment)) tell(path, detail);
  const context = { namespace: attachment.namespace, trustDomains, allows: action === 'ALLOW', tell };
  return [
    {
      object: reference(object),
      attachment,
      action,
      dryRun: isTrue(object.metadata.annotations?.['istio.io/dry-run']),
      provider: action === 'CUSTOM' ? (text(tree(spec['provider'])['name']) ?? '') : null,
      rules: trees(spec['rules']).map((rule, index) => compileRule(rule, `spec.rules[${index}]`, context)),
    },
  ];
}

/** Source: Go's strconv.ParseBool, which reads the annotation. */
const isTrue = (written: string | undefined): boolean => written !== undefined && ['1', 't', 'T', 'true', 'TRUE', 'True'].includes(written);
