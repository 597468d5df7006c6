-- One database for each part that keeps something, made when the volume is new.
CREATE DATABASE gateway;
CREATE DATABASE backend;
CREATE DATABASE rasa;
