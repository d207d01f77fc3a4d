import { z } from 'astro/zod';

/**
 * The props of a component a chapter uses, checked when the page is built: nobody else checks props in MDX.
 * `writtenAt`, the place in the chapter, is added to each component by src/markdown/chapter-checks.ts.
 * @throws Error naming file and line, the component, and each prop that is wrong, missing or unknown.
 */
export function strictProps<Shape extends z.ZodRawShape>(
  component: string,
  shape: Shape,
  { writtenAt, ...props }: Record<string, unknown>,
): z.infer<z.ZodObject<Shape>> {
  const result = z.strictObject(shape).safeParse(props);
  if (result.success) return result.data as z.infer<z.ZodObject<Shape>>;
  const problems = result.error.issues.map(({ path, message }) => {
    if (path.length === 0) return message;
    const value = path.reduce<unknown>(
      (inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key],
      props,
    );
    return `prop "${path.join('.')}" is ${JSON.stringify(value) ?? 'missing'}: ${message}`;
  });
  throw new Error(`${typeof writtenAt === 'string' ? `${writtenAt}: ` : ''}<${component}>: ${problems.join('; ')}`);
}
