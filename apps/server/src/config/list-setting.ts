import * as z from 'zod';

const parsed = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'is not valid JSON: outside of the settings file a list is written as JSON' });
    return z.NEVER;
  }
});

/** A setting that is a list of things: in the settings file as a list, elsewhere as the same in JSON. `usual`: what is said of anything else. */
export const listSetting = <T extends z.ZodType>(items: z.ZodArray<T>, usual: string) =>
  z.union([items, parsed.pipe(items)], { error: ({ errors }: WithErrors) => firstOf(errors) ?? usual });

interface WithErrors {
  readonly errors?: readonly (readonly { readonly message: string }[])[];
}

/** The first thing that is wrong, rather than that no form fits. */
const firstOf = (errors: WithErrors['errors']): string | undefined =>
  (errors ?? []).flat().find(({ message }) => !/expected (array|string|object)/.test(message))?.message;
