// A: the floor. Everything is public.
import { createYoga } from 'graphql-yoga';
import { createBuilder } from './schema.mjs';
import { serve } from './serve.mjs';

serve(createYoga({ schema: createBuilder().toSchema(), logging: false }));
