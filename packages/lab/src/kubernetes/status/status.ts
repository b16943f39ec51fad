/** One thing that is wrong with a request, at a field where there is one. */
export interface Cause {
  readonly reason: string;
  readonly message: string;
  readonly field?: string;
}

interface Details {
  readonly group?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly uid?: string;
  readonly causes?: readonly Cause[];
  readonly retryAfterSeconds?: number;
}

/** A failure in the words of the Kubernetes API: it becomes a `Status` answer. Source: Kubernetes API conventions, "Response Status Kind". */
export class StatusError extends Error {
  readonly code: number;
  readonly reason: string;
  readonly details: Details;

  constructor(code: number, reason: string, message: string, details: Details = {}) {
    super(message);
    this.name = 'StatusError';
    this.code = code;
    this.reason = reason;
    this.details = details;
  }

  /** The answer's body. */
  body(): Record<string, unknown> {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: this.message,
      reason: this.reason,
      details: this.details,
      code: this.code,
    };
  }
}

/** Which kind of thing a failure is about. */
interface Subject {
  readonly group: string;
  readonly plural: string;
}

/** How Kubernetes writes a resource in a sentence: `pods`, `virtualservices.networking.istio.io`. */
export const qualified = ({ group, plural }: Subject): string => (group ? `${plural}.${group}` : plural);

const about = ({ group, plural }: Subject, name?: string): Details => ({
  ...(name ? { name } : {}),
  ...(group ? { group } : {}),
  kind: plural,
});

export const badRequest = (message: string): StatusError => new StatusError(400, 'BadRequest', message);

export const unauthorized = (): StatusError => new StatusError(401, 'Unauthorized', 'Unauthorized');

export const notFound = (subject: Subject, name: string): StatusError =>
  new StatusError(404, 'NotFound', `${qualified(subject)} "${name}" not found`, about(subject, name));

/** The answer to a path that leads to nothing this server knows. */
export const noSuchPath = (): StatusError => new StatusError(404, 'NotFound', 'the server could not find the requested resource');

export const alreadyExists = (subject: Subject, name: string): StatusError =>
  new StatusError(409, 'AlreadyExists', `${qualified(subject)} "${name}" already exists`, about(subject, name));

export const conflict = (subject: Subject, name: string, why: string): StatusError =>
  new StatusError(409, 'Conflict', `Operation cannot be fulfilled on ${qualified(subject)} "${name}": ${why}`, about(subject, name));

/** The refusal of a write that was made on an outdated copy. */
export const stale = (subject: Subject, name: string): StatusError =>
  conflict(subject, name, 'the object has been modified; please apply your changes to the latest version and try again');

/** The refusal of an object whose fields are wrong, each named. */
export function invalid(subject: { readonly group: string; readonly kind: string }, name: string, causes: readonly Cause[]): StatusError {
  const parts = causes.map(({ field, message }) => (field ? `${field}: ${message}` : message));
  const words = parts.length === 1 ? parts[0] : `[${parts.join(', ')}]`;
  const kind = subject.group ? `${subject.kind}.${subject.group}` : subject.kind;
  return new StatusError(422, 'Invalid', `${kind} "${name}" is invalid: ${words}`, {
    name,
    group: subject.group,
    kind: subject.kind,
    causes,
  });
}

export const forbidden = (subject: Subject, name: string, why: string): StatusError =>
  new StatusError(403, 'Forbidden', `${qualified(subject)}${name ? ` "${name}"` : ''} is forbidden: ${why}`, about(subject, name));

export const methodNotAllowed = (): StatusError =>
  new StatusError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource');

export const unsupportedMediaType = (message: string): StatusError => new StatusError(415, 'UnsupportedMediaType', message);

/** The answer to what a cluster can do and this lab cannot. */
export const notSimulated = (what: string): StatusError =>
  new StatusError(501, 'NotImplemented', `${what} is not part of the lab: no container runs here, only the Kubernetes API is served`);

/** The answer to a resourceVersion the lab no longer remembers. */
export const expired = (message: string): StatusError => new StatusError(410, 'Expired', message);

/** The refusal of an admission webhook, in the form kubectl shows word for word. */
export const deniedBy = (webhook: string, why: string): StatusError =>
  new StatusError(400, 'BadRequest', `admission webhook "${webhook}" denied the request: ${why}`);
