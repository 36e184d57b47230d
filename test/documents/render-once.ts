import { fileURLToPath } from 'node:url';
import { readSample } from '../../src/documents/preview.ts';
import { renderSchedule } from '../../src/documents/schedule.ts';
import { readTemplate } from '../../src/documents/template.ts';

// Run as a process of its own, in a time zone of its own: prints the hash of a sample's bytes.
const [, , place = 'cn', sample = 'min'] = process.argv;
const folder = fileURLToPath(
  new URL(`../../templates/${place}/assignment-schedule`, import.meta.url),
);
const document = renderSchedule(readTemplate(folder), readSample(folder, sample));
process.stdout.write(document.sha256);
