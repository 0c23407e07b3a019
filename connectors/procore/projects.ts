// How a project is read.
import { z } from 'zod';
import type { ProcoreProject } from '../../domain/records/procore/project.ts';
import { flag, idField, instant, optionalText, text } from './procore-fields.ts';

const schema = z.looseObject({
  id: idField,
  name: text,
  project_number: optionalText,
  active: flag,
  updated_at: instant,
});

export function readProject(element: unknown): ProcoreProject {
  const project = schema.parse(element);
  return {
    kind: 'procoreProject',
    id: project.id,
    // A project may have no number; its id then stands in, so that order numbers stay unique.
    number: project.project_number ?? project.id,
    name: project.name,
    isActive: project.active,
    updatedAt: project.updated_at,
  };
}
