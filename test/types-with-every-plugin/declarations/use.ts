import EmailAuthPlugin, { createEmailAuth } from 'pothos-plugin-email-auth';
import { nodemailerDelivery } from 'pothos-plugin-email-auth/nodemailer';
import { useEmailAuth } from 'pothos-plugin-email-auth/yoga';

export const used = [EmailAuthPlugin, createEmailAuth, nodemailerDelivery, useEmailAuth];
