# Tieout as a container: the packages it runs with, its own files, and a user that is not root.
FROM node:20-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Optional packages stay: the compilers' programs for this platform are among them.
RUN npm ci --omit=dev

FROM node:20-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY . .
# A new volume mounted here takes over this owner.
RUN mkdir .tieout && chown node:node .tieout
USER node
VOLUME /app/.tieout
CMD ["node", "cli/tieout.mjs", "start"]
