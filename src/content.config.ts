import { defineCollection } from 'astro:content';
import { glob } from 'astro/loaders';
import { z } from 'astro/zod';
import { outline } from '../content/chapters/outline.ts';

const ids = outline.map(({ id }) => id) as [string, ...string[]];

/** Title, question and summary stand in content/chapters/outline.ts; an English chapter that repeats them must agree. */
const chapters = defineCollection({
  loader: glob({
    base: './content/chapters',
    pattern: '*/en.mdx',
    generateId: ({ entry }) => entry.split('/')[0] ?? entry,
  }),
  schema: z.strictObject({
    number: z.number().int().optional(),
    title: z.string().optional(),
    question: z.string().optional(),
    summary: z.string().optional(),
    status: z.literal('written').optional(),
    /** Reading time, without the time spent playing. */
    minutes: z.number().int().positive(),
    /** What the reader can do afterwards. May hold $TeX$. */
    objectives: z.array(z.string()).default([]),
    /** Chapters to read before. */
    needs: z.array(z.enum(ids)).default([]),
  }),
});

export const collections = { chapters };
