import { expect, test } from 'vitest';
import { inCss, inHtml, inScript } from '../../scripts/foreign-loads.mjs';

const html = (body: string) => inHtml(`<!doctype html><html><head></head><body>${body}</body></html>`);

test.each([
  ['<script src="https://cdn.test/a.js"></script>'],
  ['<script>import("https://cdn.test/a.js")</script>'],
  ['<link rel="stylesheet" href="//cdn.test/a.css">'],
  ['<link rel="preconnect" href="https://fonts.test">'],
  ['<img src="a.png" srcset="a.png 1x, https://cdn.test/b.png 2x">'],
  ['<svg><image href="https://cdn.test/a.png"></image></svg>'],
  ['<iframe src="https://video.test"></iframe>'],
  ['<p style="background: url(https://cdn.test/a.png)">x</p>'],
  ['<style>@import "https://cdn.test/a.css";</style>'],
])('a load from elsewhere is found: %s', (body) => {
  expect(html(body)).toHaveLength(1);
});

test.each([
  ['<a href="https://arxiv.org/abs/1605.08803">RealNVP</a>'],
  ['<link rel="canonical" href="https://book.test/">'],
  ['<script src="/_astro/a.js"></script><img src="data:image/png;base64,AA=="><img src="a//b.png">'],
  ['<svg xmlns="http://www.w3.org/2000/svg"><use href="#a"></use></svg>'],
])('a link to click and the own origin are no load from elsewhere: %s', (body) => {
  expect(html(body)).toEqual([]);
});

test('styles and scripts are read for what they load', () => {
  expect(inCss('a{src:url("https://f.test/x.woff2")} b{background:url(/y.png)}')).toEqual(['https://f.test/x.woff2']);
  expect(inScript('fetch("https://a.test/x"); const link = "https://b.test"; import z from "./z.js";')).toEqual([
    'https://a.test/x',
  ]);
});
