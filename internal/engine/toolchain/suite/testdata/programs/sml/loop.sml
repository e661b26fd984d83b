fun endless n = endless ((n + 1) mod 1000);
endless 0;
