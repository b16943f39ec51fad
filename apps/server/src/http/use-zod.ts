import type { FastifyInstance } from 'fastify';
import type * as z from 'zod';
import { AppError } from './app-error.ts';

/** Teaches Fastify to speak Zod. `checkAnswers` costs a parse per response; on in tests and development. */
export function useZod(app: FastifyInstance, { checkAnswers }: { readonly checkAnswers: boolean }): void {
  app.decorate('checkAnswers', checkAnswers);
  app.setValidatorCompiler<z.ZodType>(({ schema, httpPart }) => (data: unknown) => {
    const parsed = schema.safeParse(data);
    return parsed.success ? { value: parsed.data } : { error: invalid(partNames[httpPart ?? ''] ?? 'request', parsed.error) };
  });
  app.setSerializerCompiler<z.ZodType>(
    ({ schema }) =>
      (answer: unknown) =>
        JSON.stringify(checkAnswers ? schema.parse(answer) : answer),
  );
}

const partNames: Readonly<Record<string, string>> = { params: 'path', querystring: 'query', body: 'body' };

const invalid = (part: string, error: z.ZodError): AppError =>
  new AppError('invalid_request', `The ${part} of the request is not valid.`, {
    fields: error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
  });
