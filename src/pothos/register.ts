import './global-types.js';
import SchemaBuilder from '@pothos/core';
import { addChain } from './chain.js';
import { PothosEmailAuthPlugin } from './email-auth-plugin.js';
import { pluginName } from './plugin-name.js';
import { wrapToSchema } from './wrap-to-schema.js';

SchemaBuilder.registerPlugin(pluginName, PothosEmailAuthPlugin);
wrapToSchema();
addChain();
